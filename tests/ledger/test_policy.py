import itertools

import pytest

from ledger.canonical import LedgerError
from ledger.example import TIME_S, ExampleLog, witness_signer
from ledger.merkle import leaf_hash
from ledger.note import NoteError
from ledger.policy import MalformedPolicy, policy_parse
from ledger.tlog_proof import tlog_proof_parse, verify_tlog_proof
from tests.ledger.vectors import shared

LOG = ExampleLog()
W1, W2, W3 = (witness_signer(name).verifier for name in ("w1", "w2", "w3"))
COSIGNATURES = "cosignatures_and_tlog_proof.json"
NAMES = ("w1", "w2", "w3")
SUBSETS = [set(some) for count in range(4) for some in itertools.combinations(NAMES, count)]


@pytest.mark.parametrize("needed", [1, 2, 3])
@pytest.mark.parametrize("cosigned", SUBSETS)
def test_k_of_three_is_met_by_k_witnesses(needed: int, cosigned: set[str]) -> None:
    policy = policy_parse(LOG.policy(needed))
    assert policy.is_met(cosigned) is (len(cosigned) >= needed)


def test_groups_nest_and_any_and_all_count() -> None:
    policy = policy_parse(
        f"# who watches\n\n  log {LOG.signer.verifier} https://log.example/\n"
        f"witness a {W1} https://w1.example/\nwitness\tb {W2}\nwitness c {W3}\n"
        "group x any a b\ngroup all-of-it all x c\nquorum all-of-it\n"
    )
    assert policy.urls == {"a": "https://w1.example/"}
    assert policy.log_keys("ledger.example/t/1") == [LOG.signer.verifier]
    met = [
        some for some in ({"a"}, {"c"}, {"a", "b"}, {"a", "c"}, {"b", "c"}) if policy.is_met(some)
    ]
    assert met == [{"a", "c"}, {"b", "c"}]


def test_quorum_none_needs_nobody_and_one_witness_needs_itself() -> None:
    assert policy_parse("quorum none\n").is_met(set())
    one = policy_parse(f"witness a {W1}\nquorum a\n")
    assert (one.is_met(set()), one.is_met({"a"})) == (False, True)


@pytest.mark.parametrize(
    ("_case", "text"),
    [
        ("no quorum", f"witness a {W1}\n"),
        ("two quorums", "quorum none\nquorum none\n"),
        ("no last newline", "quorum none"),
        ("unknown line", "quorum none\nwatcher a\n"),
        ("control character", "quorum none\r\n"),
        ("name used before it is defined", f"quorum a\nwitness a {W1}\n"),
        ("name taken", f"witness a {W1}\nwitness a {W2}\nquorum a\n"),
        ("witness called none", f"witness none {W1}\nquorum none\n"),
        ("key twice", f"witness a {W1}\nwitness b {W1}\nquorum a\n"),
        ("log twice", f"log {LOG.signer.verifier}\nlog {LOG.signer.verifier}\nquorum none\n"),
        ("witness under a log's key type", f"witness a {LOG.signer.verifier}\nquorum a\n"),
        ("log under a witness's key type", f"log {W1}\nquorum none\n"),
        ("group needs more than it has", f"witness a {W1}\ngroup g 2 a\nquorum g\n"),
        ("group needs 0", f"witness a {W1}\ngroup g 0 a\nquorum g\n"),
        ("group needs 01", f"witness a {W1}\ngroup g 01 a\nquorum g\n"),
        ("group without members", "group g any\nquorum g\n"),
        ("member twice", f"witness a {W1}\ngroup g 2 a a\nquorum g\n"),
        ("member of two groups", f"witness a {W1}\ngroup g any a\ngroup h any a\nquorum h\n"),
        ("member of itself", f"witness a {W1}\ngroup g any a g\nquorum g\n"),
        ("quorum of two", f"witness a {W1}\nquorum a a\n"),
        ("witness without key", "witness a\nquorum none\n"),
        ("log without key", "log\nquorum none\n"),
        ("bad key", "log a+b+c\nquorum none\n"),
        ("too long", "\n" * 300 + "quorum none\n"),
    ],
)
def test_policy_of_another_form_is_refused(_case: str, text: str) -> None:
    with pytest.raises(MalformedPolicy):
        policy_parse(text)


def test_proofs_in_the_standard_text_form_verify() -> None:
    vectors = shared(COSIGNATURES)
    policy = policy_parse(vectors["policy"])
    leaf = leaf_hash(bytes.fromhex(vectors["leaf_data_hex"]))
    assert leaf.hex() == vectors["leaf_hash"]
    for name in ("tlog_proof", "tlog_proof_with_extra"):
        proof = tlog_proof_parse(vectors[name])
        verify_tlog_proof(proof, leaf=leaf, policy=policy, now_s=1767225602)
        assert str(proof) == vectors[name]
    assert proof.extra == b"salt-goes-here"


def test_proofs_that_the_vectors_refuse_are_refused() -> None:
    vectors = shared(COSIGNATURES)
    policy = policy_parse(vectors["policy"])
    leaf = bytes.fromhex(vectors["leaf_hash"])
    assert len(vectors["must_fail"]) == 9
    for case in vectors["must_fail"]:
        with pytest.raises(LedgerError):
            verify_tlog_proof(
                tlog_proof_parse(case["proof"]), leaf=leaf, policy=policy, now_s=1767225602
            )


def test_cosignature_of_a_time_to_come_is_refused() -> None:
    vectors = shared(COSIGNATURES)
    proof = tlog_proof_parse(vectors["tlog_proof"])
    leaf = bytes.fromhex(vectors["leaf_hash"])
    policy = policy_parse(vectors["policy"])
    with pytest.raises(NoteError):
        verify_tlog_proof(proof, leaf=leaf, policy=policy, now_s=TIME_S - 301)
