import django.db.models.deletion
import rapport.lib.inserting
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("projects", "0001_initial"),
        ("resourcing", "0001_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Way",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("crash", "More people"),
                            ("overtime", "Overtime"),
                            ("subcontract", "Given to others"),
                        ],
                        max_length=11,
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=120)),
                ("duration_minutes", models.PositiveIntegerField()),
                ("work_minutes", models.PositiveIntegerField()),
                ("price", models.BigIntegerField(default=0)),
                ("taken_at", models.DateTimeField(null=True)),
                ("was", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.task",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name": "way",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="way_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_at__isnull", False)),
                        fields=("task",),
                        name="way_taken_once",
                    ),
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Levelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being worked out"),
                            ("done", "Worked out"),
                            ("failed", "No answer found"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("revisions", models.JSONField(default=dict)),
                ("hours", models.CharField(blank=True, max_length=64)),
                ("follow", models.PositiveIntegerField(default=0)),
                ("touches", models.JSONField(default=list)),
                ("ends", models.DateField(null=True)),
                ("bound", models.DateField(null=True)),
                ("shortest", models.DateField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposals",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="levelling_number")
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateTimeField()),
                ("finish", models.DateTimeField()),
                ("to_start", models.DateTimeField()),
                ("to_finish", models.DateTimeField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("busy", "the person is busy"),
                            ("waits", "it waits for another task"),
                            ("away", "the person is not there"),
                            ("booked", "the person is booked elsewhere"),
                            ("late", "what is due would be late"),
                        ],
                        max_length=6,
                    ),
                ),
                ("ties", models.BooleanField(default=True)),
                ("otherwise", models.DateTimeField(null=True)),
                ("days", models.PositiveIntegerField(default=0)),
                ("touches", models.JSONField(default=list)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("was_constraint", models.CharField(blank=True, max_length=4)),
                ("was_constraint_at", models.DateTimeField(null=True)),
                (
                    "way",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="portfolio.way",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "give_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "taken_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="resourcing.booking",
                    ),
                ),
                (
                    "levelling",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="portfolio.levelling",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="projects.task",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.task",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("levelling", "task"), name="move_once_a_task")
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
    ]
