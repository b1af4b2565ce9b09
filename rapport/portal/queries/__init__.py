"""What the portal's pages show."""
