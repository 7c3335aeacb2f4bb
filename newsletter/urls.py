from django.urls import path

from newsletter import views

app_name = "newsletter"

urlpatterns = [
    path("", views.issue_list, name="issue-list"),
    path("<number:number>/", views.issue_detail, name="issue-detail"),
]
