"""How every form of the system is drawn: labels, hints and errors that belong to their field."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws forms and fields with the kit's templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/_field.html"
