"""Sign-in, second factor and sessions lie under /_allauth/; this app adds no address of its own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
