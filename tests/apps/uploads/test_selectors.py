import contextvars
import uuid
from collections.abc import Iterator

import pytest
from django.test import override_settings

from audit.models import Event
from audit.records import ActorRef
from base import scope
from base.errors import NoTenantScope, NotFound
from tenants.access import access_organisation_as_user
from tests.factories.tenants import Place
from uploads import selectors, services
from uploads.errors import UploadFinished, UploadGone
from uploads.models import Upload
from uploads.records import Draft


@pytest.fixture
def upload(clinic: Place) -> Iterator[Upload]:
    """A new upload of the clinic's participant, in the clinic's scope."""
    actor = access_organisation_as_user(clinic.participant.user_id, clinic.slug)
    listener = override_settings(UPLOAD_LISTENER="tests.support.upload_listener")
    with listener, scope.tenant(clinic.org.id):
        yield services.upload_create(actor=actor, draft=Draft(size_bytes=10, filename="a.mp4"))


def test_upload_is_found_by_id_and_by_assessment(upload: Upload) -> None:
    assert selectors.upload_get(upload.id) == upload
    found = selectors.uploads_by_assessment([upload.assessment_id, uuid.uuid4()])
    assert found == {upload.assessment_id: upload}


def test_upload_of_another_tenant_is_not_found(upload: Upload, school: Place) -> None:
    with scope.tenant(school.org.id):
        with pytest.raises(NotFound):
            selectors.upload_get(upload.id)
        assert selectors.uploads_by_assessment([upload.assessment_id]) == {}


def test_uploads_without_a_scope_are_refused(upload: Upload) -> None:
    with pytest.raises(NoTenantScope):
        contextvars.Context().run(selectors.upload_get, upload.id)


def test_record_tells_address_and_progress(upload: Upload) -> None:
    assert selectors.upload_record(upload, "clinic") == {
        "id": str(upload.id),
        "url": f"/api/v1/orgs/clinic/uploads/{upload.id}",
        "offset": 0,
        "size": 10,
        "sha256": "",
    }


def test_upload_is_finished_once(upload: Upload) -> None:
    first = services.upload_finish(upload_id=upload.id, size=10, sha256="a" * 64)
    again = services.upload_finish(upload_id=upload.id, size=10, sha256="b" * 64)

    assert (first.state, again.sha256) == ("finished", "a" * 64)
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == [400, 401]
    with pytest.raises(UploadFinished):
        services.upload_terminate(upload_id=upload.id, actor=upload_actor(upload), reason="x")


def test_given_up_upload_cannot_be_finished(upload: Upload) -> None:
    services.upload_terminate(upload_id=upload.id, actor=upload_actor(upload), reason="terminated")

    with pytest.raises(UploadGone):
        services.upload_finish(upload_id=upload.id, size=10, sha256="a" * 64)
    assert selectors.upload_get(upload.id).given_up_reason == "terminated"


def test_upload_that_was_prolonged_does_not_expire(upload: Upload) -> None:
    with pytest.raises(NotFound):
        services.upload_expire(upload_id=upload.id)

    assert selectors.upload_get(upload.id).state == "open"


def upload_actor(upload: Upload) -> ActorRef:
    return ActorRef("user", upload.uploader_id)
