"""What nobody wants to get: each is answered with a sentence."""
