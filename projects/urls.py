from django.urls import path, re_path
from django.views.generic import RedirectView

from editorial.http import read_only
from projects import views

app_name = "projects"

urlpatterns = [
    path("progetti/", views.project_list, name="project-list"),
    path("progetti/<slug:project>/", views.project_detail, name="project-detail"),
    path(
        "progetti/<slug:project>/calendario.ics",
        views.project_calendar,
        name="project-calendar",
    ),
    path("progetti/<slug:project>/foglio/", views.project_sheet, name="project-sheet"),
    re_path(r"^(?P<lot>[1-9])/$", views.project_of_lot, name="lot"),
    path(
        "progetti/<slug:project>/spazi/<slug:place>/",
        views.place_detail,
        name="place-detail",
    ),
    path("eventi/", views.event_list, name="event-list"),
    path(
        "eventi/pagina/1/",
        read_only(
            RedirectView.as_view(pattern_name="projects:event-list", permanent=True)
        ),
    ),
    path("eventi/pagina/<number:page>/", views.event_list, name="event-list"),
    path("eventi/calendario.ics", views.event_calendar, name="event-calendar"),
    path("eventi/<slug:event>.ics", views.event_ics, name="event-ics"),
    path("eventi/<slug:event>/", views.event_detail, name="event-detail"),
]
