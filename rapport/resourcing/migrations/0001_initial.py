import django.db.models.deletion
import django.db.models.functions.text
import rapport.lib.inserting
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("inbox", "0001_initial"),
        ("projects", "0001_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkingShare",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="share",
                        serialize=False,
                        to="accounts.member",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=80, verbose_name="role")),
                ("weekdays", models.JSONField(default=list)),
                ("weekly_minutes", models.PositiveIntegerField(null=True)),
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
                "abstract": False,
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Absence",
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
                            ("holiday", "Holiday"),
                            ("sickness", "Sickness"),
                            ("other", "Other"),
                        ],
                        default="holiday",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                ("daily_minutes", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "deputy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="accounts.member",
                    ),
                ),
                (
                    "noted_by",
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
                "verbose_name": "absence",
                "indexes": [
                    models.Index(fields=["workspace", "last"], name="absence_by_day"),
                    models.Index(fields=["member", "last"], name="absence_of_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="absence_number"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="absence_runs_forward",
                    ),
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                ("role", models.CharField(blank=True, max_length=80, verbose_name="role")),
                ("what", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                ("weekly_minutes", models.PositiveIntegerField(verbose_name="minutes a week")),
                (
                    "firmness",
                    models.CharField(
                        choices=[("soft", "Soft"), ("hard", "Hard")], default="soft", max_length=4
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bookings",
                        to="accounts.member",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="projects.project",
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
                "verbose_name": "booking",
                "indexes": [
                    models.Index(fields=["workspace", "last"], name="booking_by_day"),
                    models.Index(fields=["project", "last"], name="booking_of_project"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="booking_number"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="booking_runs_forward",
                    ),
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("created_at", models.DateTimeField()),
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
                "verbose_name": "skill",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="skill_number"),
                    models.UniqueConstraint(
                        models.F("workspace"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("binned_at", None)),
                        name="skill_once",
                    ),
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="MemberSkill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basics"), (2, "good"), (3, "expert")]
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to="accounts.member",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="resourcing.skill",
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
                    models.UniqueConstraint(fields=("member", "skill"), name="member_skill_once")
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="TaskSkill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basics"), (2, "good"), (3, "expert")], default=2
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="resourcing.skill",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
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
                    models.UniqueConstraint(fields=("task", "skill"), name="task_skill_once")
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="SkillWanted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "basics"), (2, "good"), (3, "expert")], default=1
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=12, verbose_name="channel")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("en", "English"),
                            ("de", "German"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                        ],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.label",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.mailbox",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="resourcing.skill",
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
                "verbose_name": "skill wanted",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mailbox__isnull", False),
                            ("label__isnull", False),
                            models.Q(("channel", ""), _negated=True),
                            models.Q(("language", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="skill_wanted_of_a_kind",
                    )
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
    ]
