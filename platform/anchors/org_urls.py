from django.urls import path

from anchors import api

urlpatterns = [
    path("ledger", api.LedgerStatus.as_view()),
    path("ledger/entries", api.LedgerEntries.as_view()),
    path("ledger/keys", api.LedgerKeys.as_view()),
    path("ledger/trust", api.LedgerTrust.as_view()),
    path("ledger/checkpoint", api.LedgerCheckpoint.as_view()),
    path("ledger/tile/<path:tile>", api.LedgerTile.as_view()),
]
