"""Every address of the platform."""

from django.urls import include, path, re_path

from plumbline import pages

ORG = "api/v1/orgs/<slug:org>/"

urlpatterns = [
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/health", pages.health),
    path("api/v1/schema", pages.schema),
    path("api/v1/", include("tenants.urls")),
    path(ORG, include("tenants.org_urls")),
    path(ORG, include("consent.urls")),
    path(ORG, include("anchors.org_urls")),
    path("api/v1/", include("results.urls")),
    path(ORG, include("results.org_urls")),
    path("media/<slug:org>/", include("media.urls")),
    re_path(r"^(?!api/|_allauth/|media/|static/|ws/).*$", pages.app),
]
handler404 = "base.http.page_not_found"
handler500 = "base.http.server_error"
