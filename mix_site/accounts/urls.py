"""The addresses of accounts, all below the desk: `admin:` stands before their names."""

from django.urls import path

from mix_site.accounts import views

urlpatterns = [
    path("password/dimenticata/", views.forgotten, name="password-forgotten"),
    path("password/dimenticata/inviata/", views.asked, name="password-asked"),
    path(
        "password/<uidb64>/<token>/",
        views.ChoosePassword.as_view(),
        name="password-choose",
    ),
    path("password/scelta/", views.chosen, name="password-chosen"),
    path("invito/<token>/", views.invitation, name="invitation"),
    path("accesso/", views.overview, name="second-factor"),
    path("accesso/codice/", views.verify_phone, name="verify"),
    path("accesso/recupero/", views.verify_recovery, name="verify-recovery"),
    path("accesso/telefono/", views.new_phone, name="new-phone"),
    path("accesso/codici/", views.new_recovery_codes, name="new-recovery-codes"),
    path("accesso/sessioni/", views.end_other_sessions, name="end-other-sessions"),
    path("accesso/lascia/", views.leave, name="leave"),
]
