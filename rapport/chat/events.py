"""What chat publishes. That a widget was set up is published by channels, what is said in it by
the inbox."""

# Subject: the conversation. facts: number. What somebody had not read went to them by mail.
ANSWERS_MAILED = "chat.mailed"
