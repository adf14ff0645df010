import django.db.models.deletion
from django.db import migrations, models


def compress_by_lz4(apps, schema_editor):
    """PostgreSQL's usual way to compress takes longer than all else of storing an answer."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
        )
        known = cursor.fetchone()
    if known and known[0]:
        schema_editor.execute(
            "ALTER TABLE vetting_assessment ALTER COLUMN output SET COMPRESSION lz4"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0011_photos'),
        ('vetting', '0007_near_duplicates_and_standing_criteria'),
    ]

    operations = [
        migrations.CreateModel(
            name='TextRuns',
            fields=[
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text_runs', serialize=False, to='directory.revision')),
                ('runs', models.BinaryField()),
            ],
        ),
        migrations.RunPython(compress_by_lz4, migrations.RunPython.noop),
    ]
