"""Mail over hostile and over real servers, with the figures of the fault plan's rows M and S."""
