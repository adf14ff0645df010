"""Reference data that every database holds: the course map and the moderator role."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from directory import publishing
from vetting.versions import active_rubric

MODERATORS = "Moderators"
MODERATOR_RIGHTS = ("view_reviewcase", "decide_reviewcase", "view_assessment", "view_check")


def sync_courses(**kwargs) -> None:
    """Write the rubric's course map where registration can offer it."""
    publishing.sync_courses(
        {
            "code": course.id,
            "school": course.school,
            "title": course.title,
            "method": course.method or "",
            "country": course.country or "",
            "hours_total": course.hours_total,
            "scope": course.scope or "",
            "renewal_years": course.renewal_years,
            "source_url": course.source_url or "",
            "verified": course.verified,
        }
        for course in active_rubric().courses
    )


def sync_roles(**kwargs) -> None:
    """The moderator's role: see the queue and decide cases, and nothing else of the admin."""
    create_permissions(installed.get_app_config("vetting"), verbosity=0)
    group, _ = Group.objects.get_or_create(name=MODERATORS)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="vetting", codename__in=MODERATOR_RIGHTS)
    )
