from django.urls import path

from mix_site.guests import views

app_name = "guests"

urlpatterns = [
    path("<str:token>/", views.preview, name="preview"),
    path("<str:token>/grazie/", views.thanks, name="thanks"),
]
