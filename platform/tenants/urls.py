from django.urls import path

from tenants import people_api as api

urlpatterns = [
    path("me", api.Me.as_view()),
    path("invitations/<str:token>", api.InvitationOpened.as_view()),
    path("invitations/<str:token>/accept", api.InvitationAccepted.as_view()),
]
