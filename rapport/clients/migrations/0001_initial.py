import django.db.models.deletion
import django.db.models.functions.text
import rapport.lib.reader
from django.db import migrations, models

import rapport.lib.inserting


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("place", models.PositiveSmallIntegerField(default=0)),
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
                    models.UniqueConstraint(
                        models.F("workspace"),
                        django.db.models.functions.text.Lower("name"),
                        name="tier_once_a_workspace",
                    )
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("key", models.CharField(max_length=8, verbose_name="key")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("industry", models.CharField(blank=True, max_length=120, verbose_name="industry")),
                (
                    "objectives",
                    models.TextField(blank=True, verbose_name="objectives, in their words"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="internal notes")),
                ("created_at", models.DateTimeField()),
                (
                    "tone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("formal", "Formal (Sie, vous, usted)"),
                            ("informal", "By first name (du, tu)"),
                        ],
                        max_length=8,
                        verbose_name="tone",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="clients",
                        to="clients.tier",
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
                "indexes": [models.Index(fields=["workspace", "name"], name="client_by_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "key"), name="client_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientDomain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("domain", models.CharField(max_length=253, verbose_name="mail domain")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="clients.client",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "domain"), name="domain_of_one_client"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="clients.client",
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
                "verbose_name": "closure of a client",
                "indexes": [models.Index(fields=["client", "last"], name="closure_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="closure_runs_forward",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "job_title",
                    models.CharField(blank=True, max_length=120, verbose_name="job title"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("de", "German"),
                            ("fr", "French"),
                            ("es", "Spanish"),
                        ],
                        default="en",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                ),
                (
                    "detail",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (rapport.lib.reader.Detail["HEADLINE"], "The headline"),
                            (rapport.lib.reader.Detail["MILESTONES"], "Milestones"),
                            (rapport.lib.reader.Detail["TASKS"], "Tasks"),
                            (rapport.lib.reader.Detail["EVERYTHING"], "Everything"),
                        ],
                        default=rapport.lib.reader.Detail["MILESTONES"],
                        verbose_name="level of detail",
                    ),
                ),
                (
                    "sees_company",
                    models.BooleanField(
                        default=False, verbose_name="sees the whole company's conversations"
                    ),
                ),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("session_epoch", models.PositiveIntegerField(default=1)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="contacts",
                        to="clients.client",
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
                (
                    "decides_for_company",
                    models.BooleanField(
                        default=False, verbose_name="decides who at the company sees what"
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("formal", "Formal (Sie, vous, usted)"),
                            ("informal", "By first name (du, tu)"),
                        ],
                        max_length=8,
                        verbose_name="tone",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "email"], name="contact_by_address")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("binned_at", None), ("erased_at", None)),
                        fields=("workspace", "email"),
                        name="contact_address_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("link_hash", models.CharField(max_length=64, unique=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("next_path", models.CharField(blank=True, max_length=300)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clients.contact",
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
                "indexes": [
                    models.Index(fields=["contact", "-created_at"], name="sign_in_key_recent")
                ],
            },
        ),
    ]
