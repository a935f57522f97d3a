"""Units as a dated tree, people, and the roles they hold over units."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from people.folding import clean_name, fold


class UnitQuerySet(TreeQuerySet):
    def valid_on(self, day: date) -> "UnitQuerySet":
        """Units that exist on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def named_like(self, words: str) -> "UnitQuerySet":
        """Units whose name holds `words`, whatever their tones and capitals."""
        return self.filter(name_folded__contains=fold(words))


class Unit(TreeNode):
    """An office, department, commune or ward between two dates."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Province")
        DEPARTMENT = "department", _("Department")
        SERVICE = "service", _("Public service unit")
        COMMUNE = "commune", _("Commune")
        WARD = "ward", _("Ward")
        DISTRICT = "district", _("District (before 1 July 2025)")
        OTHER = "other", _("Other")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    block = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    objects = UnitQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)


class Role(models.TextChoices):
    """What a person may do beyond taking part, over a unit and everything under it."""

    TRAINER = "trainer", _("Trainer")
    ORGANISER = "organiser", _("Organiser")
    ADMIN = "admin", _("Administrator")
    CONTACT = "contact", _("Unit contact")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, *, full_name: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password nobody can sign in as them."""
        user = self.model(username=self.model.normalize_username(username), full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, *, full_name: str, password: str, **fields: Any) -> "User":
        user = self.create_user(username, full_name=full_name, password=password, **fields)
        RoleAssignment.objects.create(user=user, role=Role.ADMIN, unit=None)
        return user


class UserQuerySet(models.QuerySet["User"]):
    def named_like(self, words: str) -> "UserQuerySet":
        return self.filter(full_name_folded__contains=fold(words))


class User(AbstractBaseUser):
    """A person who can sign in. Simulated people are marked and never mixed with real ones unsaid."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    full_name_folded = models.CharField(max_length=120, editable=False, db_index=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    job_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    is_active = models.BooleanField(default=True)
    is_simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = clean_name(self.full_name)
        self.full_name_folded = fold(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.rsplit(" ", 1)[-1]


class RoleAssignment(models.Model):
    """`user` holds `role` over `unit` and its subtree; without a unit, over everything."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=12, choices=Role)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="one_assignment_per_user_role_unit"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(unit__isnull=True), name="one_assignment_everywhere_per_user_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit or '*'}"
