"""Tiers: named by the workspace, ordered, given to clients, and gone only when nothing rests on
them."""

from rapport.clients.models import Tier
from rapport.clients.operations import tiers
from tests.conftest import NOW

PAGE = "/w/fernhill/settings/tiers/"


def names() -> list[str]:
    return list(Tier.objects.order_by("place").values_list("name", flat=True))


def test_an_admin_names_orders_and_removes_them(admin, browse, client_company):
    browser = browse(admin)
    assert "No tiers yet" in browser.get(PAGE).text
    for name in ("Go\0ld", " Silver  plus "):
        browser.post(PAGE, {"name": name})
    assert names() == ["Gold", "Silver plus"]
    assert browser.post(PAGE, {"name": "gold"}).status_code == 422
    assert browser.post(PAGE, {"name": " \0"}).status_code == 422
    gold, silver = Tier.objects.order_by("place")
    browser.post(f"{PAGE}{silver.pk}/rise/")
    browser.post(f"{PAGE}{silver.pk}/rise/")
    assert names() == ["Silver plus", "Gold"]
    browser.post(f"{PAGE}{silver.pk}/", {"name": "Silver"})
    assert browser.post(f"{PAGE}{silver.pk}/", {"name": "GOLD"}).status_code == 422

    client = f"/w/fernhill/clients/{client_company.key}/"
    facts = {"name": client_company.name, "tier": gold.pk}
    browser.post(f"{client}facts/", facts)
    client_company.refresh_from_db()
    assert client_company.tier == gold
    assert "Gold" in browser.get(client).text and "Gold" in browser.get("/w/fernhill/clients/").text
    assert "1 client" in browser.get(PAGE).text
    refused = browser.post(f"{PAGE}{gold.pk}/removal/")
    assert refused.status_code == 409 and "another one first" in refused.text
    browser.post(f"{PAGE}{silver.pk}/removal/")
    assert names() == ["Gold"]


def test_only_admins_name_tiers_and_of_their_own_workspace_alone(
    workspace, admin, manager, stranger, make, browse
):
    gold = tiers.make(workspace, name="Gold", by=admin, at=NOW)
    assert browse(manager).post(PAGE, {"name": "Bronze"}).status_code == 403
    theirs = PAGE.replace("fernhill", stranger.workspace.slug)
    assert browse(stranger).post(f"{theirs}{gold.pk}/", {"name": "X"}).status_code in (403, 404)
    assert names() == ["Gold"]


def test_without_tiers_nobody_is_asked_for_one(admin, browse, client_company):
    form = browse(admin).get(f"/w/fernhill/clients/{client_company.key}/facts/").text
    assert "Tier" not in form
