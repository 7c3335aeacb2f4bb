from django.urls import path

from mix_site.previews import views

app_name = "previews"

urlpatterns = [
    path("mix.png", views.site_preview, name="site"),
    path("cronache/<slug:chronicle>.png", views.chronicle_preview, name="chronicle"),
    path("progetti/<slug:project>.png", views.project_preview, name="project"),
    path("spazi/<slug:project>/<slug:place>.png", views.place_preview, name="place"),
    path("eventi/<slug:event>.png", views.event_preview, name="event"),
    path("storie/<slug:story>.png", views.story_preview, name="story"),
    path("newsletter/<number:number>.png", views.issue_preview, name="issue"),
]
