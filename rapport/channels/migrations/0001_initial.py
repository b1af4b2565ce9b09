import django.db.models.deletion
import rapport.channels.models.channel
import rapport.lib.inserting
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("clients", "0001_initial"),
        ("inbox", "0001_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("provider", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "token",
                    models.CharField(
                        default=rapport.channels.models.channel._token,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("details", models.JSONField(default=dict)),
                ("sealed_secret", models.TextField(blank=True, editable=False)),
                ("is_paused", models.BooleanField(default=False)),
                ("is_polled", models.BooleanField(default=False)),
                ("cursor", models.CharField(blank=True, editable=False, max_length=200)),
                ("last_error", models.TextField(blank=True, editable=False)),
                ("last_heard_at", models.DateTimeField(editable=False, null=True)),
                ("looked_at", models.DateTimeField(editable=False, null=True)),
                ("look_error", models.CharField(blank=True, editable=False, max_length=300)),
                ("complete_until", models.DateTimeField(editable=False, null=True)),
                ("found", models.PositiveIntegerField(default=0, editable=False)),
                ("found_at", models.DateTimeField(editable=False, null=True)),
                ("unheard", models.CharField(blank=True, editable=False, max_length=300)),
                ("left_by_hand", models.CharField(blank=True, editable=False, max_length=300)),
                ("templates_at", models.DateTimeField(editable=False, null=True)),
                ("templates_error", models.CharField(blank=True, editable=False, max_length=300)),
                ("held_until", models.DateTimeField(editable=False, null=True)),
                ("refused", models.PositiveIntegerField(default=0, editable=False)),
                ("refused_at", models.DateTimeField(editable=False, null=True)),
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
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("filed", "Filed"),
                            ("receipt", "Receipt"),
                            ("duplicate", "Duplicate"),
                            ("ignored", "Ignored"),
                            ("quarantined", "Quarantined"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("said", models.CharField(blank=True, max_length=300)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="channels.channel",
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
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrival",
                        to="inbox.message",
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
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="channels.delivery",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.TextField()),
                ("name", models.CharField(blank=True, max_length=255)),
                ("content_type", models.CharField(blank=True, max_length=120)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("given_up_at", models.DateTimeField(null=True)),
                (
                    "arrival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enclosures",
                        to="channels.arrival",
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
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Handle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("is_verified", models.BooleanField(default=False)),
                ("last_heard_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handles",
                        to="channels.channel",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="handles",
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
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange",
                        to="inbox.conversation",
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
                    "handle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchanges",
                        to="channels.handle",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("has_text", models.BooleanField()),
                ("attachments", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("begun", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=300)),
                ("tried_at", models.DateTimeField(null=True)),
                ("remote_id", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "dispatch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="inbox.dispatch",
                    ),
                ),
                (
                    "handle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="channels.handle",
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
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_incoming", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "We spoke"),
                            ("machine", "Left a message"),
                            ("no-answer", "No answer"),
                            ("wrong", "Wrong number"),
                        ],
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("minutes", models.PositiveIntegerField(default=0)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="clients.contact",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call",
                        to="inbox.message",
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
                "indexes": [models.Index(fields=["contact", "-started_at"], name="call_contact")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("member",),
                        name="call_running_once",
                    )
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.AddIndex(
            model_name="channel",
            index=models.Index(fields=["workspace", "name"], name="channel_by_name"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["workspace", "outcome", "-id"], name="delivery_outcome"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("outcome", "waiting")), fields=["id"], name="delivery_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("outcome__in", ["receipt", "duplicate", "ignored"])),
                fields=["settled_at"],
                name="delivery_of_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("channel", "key"), name="delivery_once"),
        ),
        migrations.AddIndex(
            model_name="enclosure",
            index=models.Index(
                condition=models.Q(("given_up_at", None)),
                fields=["next_try_at"],
                name="enclosure_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="handle",
            constraint=models.UniqueConstraint(fields=("channel", "address"), name="handle_once"),
        ),
        migrations.AddIndex(
            model_name="sending",
            index=models.Index(fields=["workspace", "remote_id"], name="sending_by_remote_id"),
        ),
        migrations.CreateModel(
            name="CallRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("is_incoming", models.BooleanField(default=True)),
                ("is_missed", models.BooleanField(default=False)),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("recording", models.CharField(blank=True, max_length=1000)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_records",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "handle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.handle",
                    ),
                ),
                (
                    "noted",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="record",
                        to="channels.call",
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
                    models.UniqueConstraint(fields=("channel", "key"), name="call_record_once")
                ],
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.AddField(
            model_name="delivery",
            name="call",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deliveries",
                to="channels.callrecord",
            ),
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=512)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("head", models.TextField(blank=True)),
                ("body", models.TextField()),
                ("foot", models.TextField(blank=True)),
                ("gaps", models.JSONField(default=list)),
                ("fills", models.JSONField(default=dict)),
                ("state", models.CharField(max_length=40)),
                ("obstacle", models.CharField(blank=True, max_length=300)),
                ("gone_at", models.DateTimeField(null=True)),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="TemplateUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=512)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("values", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.UniqueConstraint(
                fields=("dispatch", "place"), name="sending_piece_once"
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="channel",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="templates",
                to="channels.channel",
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="templateuse",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="template_use",
                to="inbox.message",
            ),
        ),
        migrations.AddField(
            model_name="templateuse",
            name="template",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="channels.messagetemplate",
            ),
        ),
        migrations.AddField(
            model_name="templateuse",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.UniqueConstraint(
                fields=("channel", "key"), name="message_template_once"
            ),
        ),
    ]
