import django.db.models.deletion
import rapport.inbox.models.conversation
import rapport.inbox.models.sending
import rapport.lib.inserting
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("clients", "0001_initial"),
        ("files", "0001_initial"),
        ("projects", "0001_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("address", models.EmailField(max_length=254, verbose_name="address")),
                ("name", models.CharField(max_length=120, verbose_name="sender name")),
                (
                    "sign_in",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("microsoft", "Microsoft 365"),
                            ("google", "Google"),
                        ],
                        default="password",
                        max_length=10,
                        verbose_name="sign-in",
                    ),
                ),
                (
                    "imap_host",
                    models.CharField(blank=True, max_length=253, verbose_name="IMAP server"),
                ),
                ("imap_port", models.PositiveIntegerField(default=993, verbose_name="IMAP port")),
                (
                    "imap_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS"),
                            ("starttls", "STARTTLS"),
                            ("none", "None (this machine only)"),
                        ],
                        default="tls",
                        max_length=8,
                    ),
                ),
                (
                    "imap_folder",
                    models.CharField(default="INBOX", max_length=120, verbose_name="folder"),
                ),
                (
                    "smtp_host",
                    models.CharField(blank=True, max_length=253, verbose_name="SMTP server"),
                ),
                ("smtp_port", models.PositiveIntegerField(default=587, verbose_name="SMTP port")),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS"),
                            ("starttls", "STARTTLS"),
                            ("none", "None (this machine only)"),
                        ],
                        default="starttls",
                        max_length=8,
                    ),
                ),
                (
                    "smtp_without_sign_in",
                    models.BooleanField(default=False, verbose_name="sends without signing in"),
                ),
                (
                    "username",
                    models.CharField(blank=True, max_length=253, verbose_name="user name"),
                ),
                ("sealed_secret", models.TextField(blank=True, editable=False)),
                ("trusted_authserv_id", models.CharField(blank=True, max_length=253)),
                (
                    "plus_addresses",
                    models.BooleanField(default=False, verbose_name="takes in plus addresses"),
                ),
                (
                    "known_clients_only",
                    models.BooleanField(default=False, verbose_name="take in known clients only"),
                ),
                ("is_paused", models.BooleanField(default=False, verbose_name="paused")),
                ("needs_sign_in", models.BooleanField(default=False, editable=False)),
                ("uid_validity", models.BigIntegerField(editable=False, null=True)),
                ("last_uid", models.BigIntegerField(default=0, editable=False)),
                ("last_checked_at", models.DateTimeField(editable=False, null=True)),
                ("last_error", models.TextField(blank=True, editable=False)),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("binned_at", None)),
                        fields=("workspace", "address"),
                        name="mailbox_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversation",
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
                    "token",
                    models.CharField(
                        default=rapport.inbox.models.conversation._token,
                        editable=False,
                        max_length=26,
                        unique=True,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "E-mail"),
                            ("portal", "Portal"),
                            ("sms", "Text message"),
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                            ("messenger", "Messenger"),
                            ("instagram", "Instagram"),
                            ("x", "X"),
                            ("webhook", "Other system"),
                            ("phone", "Phone"),
                        ],
                        default="mail",
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=500, verbose_name="subject")),
                (
                    "turn",
                    models.CharField(
                        choices=[
                            ("us", "Us"),
                            ("client", "Client"),
                            ("third", "Third party"),
                            ("nobody", "Nobody"),
                        ],
                        default="us",
                        max_length=8,
                    ),
                ),
                ("turn_since", models.DateTimeField()),
                ("preview", models.CharField(blank=True, max_length=200)),
                ("correspondent", models.CharField(blank=True, max_length=200)),
                ("is_suspicious", models.BooleanField(default=False)),
                ("is_history", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("last_message_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                ("is_mixed", models.BooleanField(default=False)),
                ("sends_later", models.BooleanField(default=False)),
                ("is_followed", models.BooleanField(default=False)),
                (
                    "aside_proposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("list", "Mailing list or newsletter"),
                            ("machine", "Sent by a machine"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="clients.client",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="projects.project",
                    ),
                ),
                (
                    "resembles",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
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
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inbox.mailbox",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absorbed",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "snoozed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("is_confidential", models.BooleanField(default=False)),
                ("is_side", models.BooleanField(default=False)),
                (
                    "side_of",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sides",
                        to="inbox.conversation",
                    ),
                ),
                ("waits_inside", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("binned_at", None), ("merged_into", None)),
                        fields=["workspace", "-last_message_at", "-id"],
                        name="inbox_recent",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("binned_at", None),
                            ("merged_into", None),
                            ("closed_at", None),
                            ("set_aside_at", None),
                            ("snoozed_until", None),
                        ),
                        fields=["workspace", "turn", "turn_since", "id"],
                        name="inbox_turn",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("binned_at", None),
                            ("merged_into", None),
                            ("closed_at", None),
                            ("set_aside_at", None),
                            ("snoozed_until", None),
                        ),
                        fields=["workspace", "-last_message_at", "-id"],
                        name="inbox_open",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("binned_at", None),
                            ("merged_into", None),
                            ("closed_at", None),
                            ("set_aside_at", None),
                            ("snoozed_until", None),
                        ),
                        fields=["workspace", "assignee", "-last_message_at", "-id"],
                        name="inbox_mine",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("binned_at", None), ("merged_into", None), ("closed_at__isnull", False)
                        ),
                        fields=["workspace", "-last_message_at", "-id"],
                        name="inbox_closed",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("binned_at", None),
                            ("merged_into", None),
                            ("set_aside_at__isnull", False),
                        ),
                        fields=["workspace", "-last_message_at", "-id"],
                        name="inbox_aside",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("binned_at", None),
                            ("merged_into", None),
                            ("snoozed_until__isnull", False),
                        ),
                        fields=["workspace", "snoozed_until", "id"],
                        name="inbox_snoozed",
                    ),
                    models.Index(
                        condition=models.Q(("snoozed_until__isnull", False)),
                        fields=["snoozed_until"],
                        name="inbox_wakes",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="inbox_absorbed",
                    ),
                    models.Index(fields=["client", "-last_message_at"], name="inbox_client"),
                    models.Index(
                        condition=models.Q(("binned_at__isnull", False)),
                        fields=["workspace", "-binned_at"],
                        name="inbox_bin",
                    ),
                    models.Index(fields=["project", "-last_message_at"], name="inbox_project"),
                    models.Index(
                        condition=models.Q(("aside_proposal", ""), _negated=True),
                        fields=["workspace", "aside_proposal"],
                        name="inbox_proposals",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "number"), name="conversation_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identifier", models.CharField(max_length=500)),
                ("is_own", models.BooleanField(default=False)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "identifier"), name="mention_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("in", "From the client"),
                            ("out", "To the client"),
                            ("note", "Internal note"),
                        ],
                        max_length=4,
                    ),
                ),
                ("message_id", models.CharField(blank=True, max_length=500)),
                ("in_reply_to", models.CharField(blank=True, max_length=500)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("from_name", models.CharField(blank=True, max_length=200)),
                ("from_email", models.CharField(blank=True, max_length=320)),
                ("reply_to", models.CharField(blank=True, max_length=320)),
                ("to", models.JSONField(default=list)),
                ("cc", models.JSONField(default=list)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("visible_text", models.TextField(blank=True)),
                ("quoted_text", models.TextField(blank=True)),
                ("signature_text", models.TextField(blank=True)),
                ("is_unverified", models.BooleanField(default=False)),
                ("is_suspicious", models.BooleanField(default=False)),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "Proved"),
                            ("failed", "Disproved"),
                            ("unknown", "Not proved"),
                            ("unchecked", "Not checked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_twin", models.BooleanField(default=False)),
                ("is_automatic", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["conversation", "written_at", "id"], name="message_order"),
                    models.Index(fields=["workspace", "message_id"], name="message_by_id"),
                    models.Index(fields=["contact", "-written_at"], name="message_contact"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("header_id", models.CharField(max_length=300, unique=True)),
                ("sender", models.EmailField(blank=True, max_length=320)),
                ("recipients", models.JSONField(default=dict)),
                ("content", models.BinaryField(null=True)),
                ("holds_key", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("undone", "Undone"),
                            ("held", "On hold"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("scheduled_for", models.DateTimeField(null=True)),
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
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="inbox.mailbox",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispatch",
                        to="inbox.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "state", "not_before"], name="dispatch_due"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["not_before"],
                        name="dispatch_ripe",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content_id", models.CharField(blank=True, max_length=300)),
                ("is_inline", models.BooleanField(default=False)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="files.storedfile",
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
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="inbox.message",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RawMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("imap", "Mailbox"), ("import", "Import"), ("lmtp", "Direct")],
                        max_length=8,
                    ),
                ),
                ("locator", models.CharField(max_length=500)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("content", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                ("is_history", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("duplicate", "Duplicate"),
                            ("bounce", "Bounce"),
                            ("auto-reply", "Automatic reply"),
                            ("spam", "Spam"),
                            ("refused", "Refused"),
                            ("quarantined", "Quarantined"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="inbox.mailbox",
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
                    models.Index(fields=["workspace", "outcome", "-id"], name="raw_mail_outcome"),
                    models.Index(fields=["workspace", "sha256"], name="raw_mail_hash"),
                    models.Index(
                        condition=models.Q(("outcome", "waiting")),
                        fields=["id"],
                        name="raw_mail_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "source", "locator", "sha256"), name="raw_mail_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="raw",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="message",
                to="inbox.rawmail",
            ),
        ),
        migrations.CreateModel(
            name="SystemMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("header_id", models.CharField(max_length=300, unique=True)),
                ("sender", models.EmailField(blank=True, max_length=320)),
                ("recipients", models.JSONField(default=dict)),
                ("content", models.BinaryField(null=True)),
                ("holds_key", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("undone", "Undone"),
                            ("held", "On hold"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "not_before"], name="system_mail_due")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=rapport.inbox.models.sending._token, max_length=30, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("in", "From the client"),
                            ("out", "To the client"),
                            ("note", "Internal note"),
                        ],
                        default="out",
                        max_length=4,
                    ),
                ),
                ("to", models.JSONField(default=list)),
                ("cc", models.JSONField(default=list)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("body", models.TextField(blank=True)),
                ("file_tokens", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
                ("discarded_at", models.DateTimeField(null=True)),
                ("begun_after", models.BigIntegerField(null=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
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
                    models.UniqueConstraint(fields=("member", "conversation"), name="draft_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("conversation", None)),
                        fields=("member",),
                        name="draft_new_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureTrust",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=320)),
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
                    models.UniqueConstraint(fields=("member", "email"), name="picture_trust_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StuckMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.BigIntegerField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("first_tried_at", models.DateTimeField()),
                ("last_tried_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("given_up_at", models.DateTimeField(null=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stuck",
                        to="inbox.mailbox",
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
                    models.UniqueConstraint(fields=("mailbox", "uid"), name="stuck_mail_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followings",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation", "member"), name="following_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reshaping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merge", "Merge"), ("split", "Split")], max_length=5
                    ),
                ),
                ("at", models.DateTimeField()),
                ("moved", models.JSONField(default=dict)),
                ("changed", models.JSONField(default=dict)),
                ("companions", models.JSONField(default=dict)),
                ("is_undone", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
            ],
        ),
        migrations.CreateModel(
            name="Rota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("off", "By hand"),
                            ("turns", "In turn"),
                            ("load", "To whoever has the fewest open"),
                        ],
                        default="off",
                        max_length=5,
                        verbose_name="how",
                    ),
                ),
                ("members", models.JSONField(default=list)),
                (
                    "last",
                    models.ForeignKey(
                        db_index=False,
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
                "constraints": [models.UniqueConstraint(fields=("workspace",), name="one_rota")],
            },
        ),
        migrations.CreateModel(
            name="SeeAlso",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="see_also_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(db_index=True)),
                ("active_at", models.DateTimeField(null=True)),
                ("typing_at", models.DateTimeField(null=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "member"), name="presence_once")
                ],
            },
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
                ("email", models.EmailField(max_length=320)),
                ("back_on", models.DateField()),
                ("deputy", models.CharField(blank=True, max_length=320)),
                ("noted_at", models.DateTimeField()),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=320)),
                ("domain", models.CharField(max_length=253)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("machine", "a machine or a list wrote"),
                            ("own", "one of our own addresses wrote"),
                            ("address", "the same person had one within a day"),
                            ("domain", "too many went to the same company within an hour"),
                            ("dead", "the address does not exist any more"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Acknowledging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("texts", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
            },
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="AddressTrouble",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=320)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("full", "full"),
                            ("dead", "does not exist any more"),
                            ("refuses", "does not take our mail"),
                        ],
                        max_length=8,
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("said", models.CharField(blank=True, max_length=300)),
                ("since", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("answers_within", models.PositiveIntegerField(default=480)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="DepartmentMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="DepartmentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("accepted", "being worked on"),
                            ("answered", "answered"),
                            ("back", "handed back"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("warn_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("warned_at", models.DateTimeField(null=True)),
                ("missed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            bases=(rapport.lib.inserting.InsertedSwiftly, models.Model),
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=320)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("is_verified", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "member",
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
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "email"], name="participant_address"),
                    models.Index(fields=["contact"], name="participant_contact"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation", "email"), name="participant_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("side_of__isnull", False)),
                fields=["side_of"],
                name="inbox_sides",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inbox.message",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="conversation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acknowledgement",
                to="inbox.conversation",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="mailbox",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inbox.mailbox",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="acknowledging",
            name="mailbox",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acknowledging",
                to="inbox.mailbox",
            ),
        ),
        migrations.AddField(
            model_name="acknowledging",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="addresstrouble",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inbox.message",
            ),
        ),
        migrations.AddField(
            model_name="addresstrouble",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="departmentmember",
            name="department",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="inbox.department",
            ),
        ),
        migrations.AddField(
            model_name="departmentmember",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
            ),
        ),
        migrations.AddField(
            model_name="departmentmember",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="people",
            field=models.ManyToManyField(
                related_name="+", through="inbox.DepartmentMember", to="accounts.member"
            ),
        ),
        migrations.AddField(
            model_name="departmentrequest",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="departmentrequest",
            name="conversation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="request",
                to="inbox.conversation",
            ),
        ),
        migrations.AddField(
            model_name="departmentrequest",
            name="department",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="requests",
                to="inbox.department",
            ),
        ),
        migrations.AddField(
            model_name="departmentrequest",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="departmentrequest",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="workspaces.workspace",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(fields=("workspace", "email"), name="absence_once"),
        ),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(fields=["workspace", "email", "-at"], name="acknowledged_address"),
        ),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(fields=["workspace", "domain", "-at"], name="acknowledged_domain"),
        ),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(fields=["mailbox", "-at"], name="acknowledged_mailbox"),
        ),
        migrations.AddConstraint(
            model_name="addresstrouble",
            constraint=models.UniqueConstraint(
                fields=("workspace", "email"), name="address_trouble_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentmember",
            constraint=models.UniqueConstraint(
                fields=("department", "member"), name="department_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("workspace", "name"),
                name="department_name_once",
            ),
        ),
        migrations.AddIndex(
            model_name="departmentrequest",
            index=models.Index(
                condition=models.Q(("state__in", ["asked", "accepted"])),
                fields=["workspace", "due_at"],
                name="request_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="departmentrequest",
            index=models.Index(fields=["department", "-asked_at"], name="request_department"),
        ),
    ]
