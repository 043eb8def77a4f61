from django.urls import path

from tenants import api, grants_api

urlpatterns = [
    path("members", api.MemberList.as_view()),
    path("members/<uuid:member_id>", api.MemberDetail.as_view()),
    path("invitations", api.InvitationList.as_view()),
    path("invitations/<uuid:invitation_id>", api.InvitationDetail.as_view()),
    path("invitations/<uuid:invitation_id>/resend", api.InvitationResend.as_view()),
    path("grants", grants_api.GrantList.as_view()),
    path("grants/requests", grants_api.GrantRequests.as_view()),
    path("grants/<uuid:grant_id>/decision", grants_api.GrantDecision.as_view()),
    path("grants/<uuid:grant_id>/withdrawal", grants_api.GrantWithdrawal.as_view()),
    path("devices", api.DeviceList.as_view()),
    path("devices/<uuid:device_id>", api.DeviceDetail.as_view()),
]
