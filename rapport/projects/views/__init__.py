"""Pages of projects and tasks, one file a resource."""
