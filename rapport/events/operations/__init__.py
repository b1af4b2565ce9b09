"""Every write to the stream and the queue."""
