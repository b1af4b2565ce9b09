"""Search finds what the reader may see, and nothing else."""

import pytest
from django.utils.timezone import now

from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.projects.models import Project
from rapport.projects.operations import programmes
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.search.operations import index
from rapport.search.queries.find import excerpt, find
from rapport.workspaces.scope import open_workspace
from tests.builders import Make
from tests.permissions.routes import routes


@pytest.fixture
def reader(workspace) -> Reader:
    return Reader(workspace_id=workspace.pk, role=Role.MEMBER)


def titles(reader: Reader, text: str) -> list[str]:
    return [hit.title for group in find(reader, text, slug="fernhill") for hit in group.hits]


def test_a_word_of_a_mail_finds_its_conversation_once(make, contact, reader):
    talk = make.conversation(contact, "Label proofs")
    make.message(talk, "The zanzibar symbol is wrong", contact=contact)
    make.message(talk, "The zanzibar symbol is still wrong", contact=contact)
    index.catch_up(at=now())
    assert titles(reader, "zanzibar") == ["Label proofs"]


def test_the_last_word_may_be_unfinished_and_accents_do_not_matter_on_either_side(make, reader):
    make.client("Café Zürich", "CZ")
    index.catch_up(at=now())
    assert titles(reader, "café zür") == ["Café Zürich"]


@pytest.mark.parametrize(
    "text", ['"', "a AND", "tenant:w2", "NEAR(", "*", "' or 1=1 --", "\x00", "{title}:x", "^"]
)
def test_engine_syntax_in_a_query_is_only_text(make, reader, text):
    make.client("Northwind", "NW")
    index.catch_up(at=now())
    assert titles(reader, text) == []
    assert titles(reader, "northwind") == ["Northwind"]


@pytest.fixture
def programme(make, manager):
    """Of two projects; what it is for names a client."""
    details = ProgrammeDetails("Zanzibar programme", "Both wait for Tanganyika")
    made = programmes.create(make.workspace, details, by=manager, at=now())
    for name in ("Mine", "Other"):
        programmes.place(make.project(name=name), made, by=manager, at=now())
    return made


def test_a_programme_is_found_by_its_name_and_by_what_it_says(programme, member, browse):
    index.catch_up(at=now())
    address = f"/w/fernhill/projects/programmes/{programme.number}/"
    for words in ("zanzibar prog", "tanganyika"):
        page = browse(member).get(f"/w/fernhill/search/?q={words}").text
        assert f'href="{address}"' in page and "Zanzibar programme" in page
        palette = browse(member).get(f"/w/fernhill/search/palette/?q={words}").json()
        [group] = palette["groups"]
        assert (group["label"], group["items"][0]["url"]) == ("Programmes", address)
    assert browse(member).get(address).status_code == 200


def test_a_programme_is_found_by_its_new_name_and_not_from_the_bin(
    programme, manager, reader, run_jobs
):
    programmes.change(programme, ProgrammeDetails("Serengeti"), by=manager, at=now())
    run_jobs()
    assert (titles(reader, "zanzibar"), titles(reader, "serengeti")) == ([], ["Serengeti"])
    programmes.put_in_bin(programme, by=manager, at=now())
    run_jobs()
    assert titles(reader, "serengeti") == []


def test_a_guest_finds_the_programmes_of_their_projects_by_name_alone(programme, workspace):
    index.catch_up(at=now())
    mine = Project.objects.get(name="Mine")
    guest = Reader(workspace.pk, Role.GUEST, project_ids=frozenset({mine.pk}))
    [group] = find(guest, "zanzibar prog", slug="fernhill")
    assert (group.hits[0].title, group.hits[0].pieces) == ("Zanzibar programme", ())
    # What it says may tell of clients that the guest knows nothing of.
    assert titles(guest, "tanganyika") == titles(guest, "zanzibar tang") == []
    elsewhere = Reader(workspace.pk, Role.GUEST, project_ids=frozenset({mine.pk + 1000}))
    assert titles(elsewhere, "zanzibar") == []


def test_another_workspace_is_never_found(make, reader, stranger):
    with open_workspace(stranger.workspace_id):
        Make(stranger.workspace).client("Secret Zanzibar", "SZ")
        index.catch_up(at=now())
    assert titles(reader, "zanzibar") == []


def test_a_guest_finds_only_what_belongs_to_their_projects(make, workspace):
    mine, other = make.project(name="Zanzibar mine"), make.project(name="Zanzibar other")
    make.task(mine, "Zanzibar task")
    make.task(other, "Zanzibar elsewhere")
    index.catch_up(at=now())
    guest = Reader(workspace.pk, Role.GUEST, project_ids=frozenset({mine.pk}))
    assert sorted(titles(guest, "zanzibar")) == ["Zanzibar mine", "Zanzibar task"]


def test_what_goes_to_the_bin_leaves_the_index(make, reader):
    project = make.project(name="Zanzibar")
    index.catch_up(at=now())
    project.binned_at = now()
    project.save()
    index.put("project", [project.pk], at=now())
    assert titles(reader, "zanzibar") == []


def test_a_changed_name_is_found_by_the_new_one_only(make, reader):
    project = make.project(name="Zanzibar")
    index.catch_up(at=now())
    project.name = "Tanganyika"
    project.save()
    index.put("project", [project.pk], at=now())
    assert (titles(reader, "zanzibar"), titles(reader, "tangan")) == ([], ["Tanganyika"])


def test_an_excerpt_marks_the_words_and_never_builds_markup():
    pieces = excerpt("A <b>zanzibar</b> of words", ["zanzibar"])
    assert ("zanzibar", True) in pieces
    assert "".join(text for text, _ in pieces) == "A <b>zanzibar</b> of words"


def test_searching_costs_the_same_number_of_queries_for_3_and_30_hits(
    make, reader, django_assert_max_num_queries
):
    client = make.client("Zanzibar", "Z")
    for n in range(30):
        make.project(client, f"Zanzibar {n}")
    index.catch_up(at=now())
    with django_assert_max_num_queries(5):
        find(reader, "zanzibar", slug="fernhill")


def test_a_guest_who_may_see_few_of_many_hits_does_not_make_the_search_long(
    make, workspace, django_assert_max_num_queries
):
    mine, other = make.project(name="Mine"), make.project(name="Other")
    make.task(mine, "Zanzibar first")
    for n in range(300):
        make.task(other, f"Zanzibar {n}")
    make.task(mine, "Zanzibar last")
    index.catch_up(at=now())
    guest = Reader(workspace.pk, Role.GUEST, project_ids=frozenset({mine.pk}))
    with django_assert_max_num_queries(6):
        assert sorted(titles(guest, "zanzibar")) == ["Zanzibar first", "Zanzibar last"]


def test_one_long_conversation_hides_no_other_and_does_not_make_the_search_long(
    make, contact, reader, django_assert_max_num_queries
):
    low_in_rank = f"zanzibar {'and other words ' * 200}"
    make.message(make.conversation(contact, "Short"), low_in_rank, contact=contact)
    long = make.conversation(contact, "Long")
    for n in range(200):
        make.message(long, f"zanzibar {n}", contact=contact)
    index.catch_up(at=now())
    with django_assert_max_num_queries(6):
        assert sorted(titles(reader, "zanzibar")) == ["Long", "Short"]


def said(body: str, *words: str) -> str:
    return "".join(text for text, _ in excerpt(body, list(words)))


def test_an_excerpt_begins_and_ends_between_words():
    long = " ".join(f"word{n}" for n in range(60))
    shown = said(f"{long} zanzibar {long}", "zanzibar")
    assert shown.startswith("… ") and shown.endswith(" …")
    assert set(shown.strip("… ").split()) <= set(f"{long} zanzibar".split())


def test_an_excerpt_never_begins_inside_an_address():
    address = f"{'x' * 120}@northwind.example"
    assert said(f"{'a ' * 100}{address} said hello", "northwind").startswith(f"… {address}")
    assert said(f"Ines {address} hello zanzibar", "zanzibar").startswith("… hello")


def test_a_word_longer_than_any_excerpt_is_shown_whole():
    word = "zanzibar" + "r" * 600
    assert said(f"a {word} b", "zanzibar") == f"a {word} b" or word in said(
        f"a {word} b", "zanzibar"
    )


def test_an_internal_note_is_marked_as_one(make, contact, manager, browse):
    talk = make.conversation(contact, "Label proofs")
    make.message(talk, "They pay late, zanzibar", kind="note", author=manager)
    index.catch_up(at=now())
    browser = browse(manager)
    page = browser.get("/w/fernhill/search/?q=zanzibar").text
    assert 'class="tag internal"' in page
    assert 'class="tag internal"' not in browser.get("/w/fernhill/search/?q=hello").text
    items = browser.get("/w/fernhill/search/palette/?q=zanzibar").json()["groups"][-1]["items"]
    assert items[0]["note"] == "Northwind Medical · Internal note"


def test_a_contact_finds_nothing_whatever_they_could_see(make, contact):
    make.conversation(contact, "Zanzibar")
    index.catch_up(at=now())
    assert find(contact.reader, "zanzibar", slug="fernhill") == []


def test_the_portal_has_no_search():
    assert not [
        route for route in routes() if route.path.startswith("/p/") and "search" in route.path
    ]


def test_a_guest_finds_no_person_or_client_of_others(make, guest, contact, browse):
    make.on_project(make.project(name="Mine"), guest)
    make.conversation(contact, "Label proofs")
    index.catch_up(at=now())
    page = browse(guest).get("/w/fernhill/search/?q=northwind").text
    assert "Northwind Medical" not in page and "Label proofs" not in page
