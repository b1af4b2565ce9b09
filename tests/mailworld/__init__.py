"""A mail world on loopback: Dovecot serves the boxes, an SMTP server delivers into them."""
