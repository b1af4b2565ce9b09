"""What a project is called in the files that its plan leaves as, so that they are known again."""

from hashlib import blake2s

from rapport.projects.models import Project


def mark_of(project: Project) -> str:
    """The same for a project however it is renamed, and another one for every other."""
    said = f"{project.workspace_id}/{project.pk}/{project.created_at:%Y-%m-%dT%H:%M:%S}"
    return blake2s(said.encode(), digest_size=8).hexdigest()


def name_of(project: Project, number: int) -> str:
    """What one of its tasks is called."""
    return f"{mark_of(project)}-{number}"
