"""The demo workspace: one believable story, made through the product's own operations.

Owns: DemoKey, the one-time sign-ins printed at start. Nothing here touches a real workspace.
"""
