"""Users and groups, as the Amministrazione looks after them."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from editorial.admin import ADMINISTRATORS_ONLY, HouseAdmin
from mix_site.accounts.superusers import SuperusersApart
from mix_site.accounts.users import AccountAdmin

# Importing Django's own has registered them.
for replaced in (Group, User, StaticDevice, TOTPDevice):
    admin.site.unregister(replaced)


@admin.register(User)
class OwnUserAdmin(SuperusersApart, AccountAdmin, HouseAdmin, UserAdmin):
    """Django's own, with the forms of the house."""

    scope = ADMINISTRATORS_ONLY


@admin.register(Group)
class OwnGroupAdmin(HouseAdmin, GroupAdmin):
    """The same for groups."""

    scope = ADMINISTRATORS_ONLY
