// The invitation's token stands after the # of the link, so that no server and no log ever sees it in an address.
// It moves into the form and out of the address bar; without script one types the code instead.
function takeToken() {
    const token = location.hash.slice(1);
    const field = document.getElementById("join-token");
    if (!field || !/^[A-Za-z0-9_-]{20,60}$/.test(token)) {
        return;
    }

    field.value = token;
    history.replaceState(null, "", location.pathname);
    document.getElementById("by-link").hidden = false;
    document.getElementById("by-code").hidden = true;
}

takeToken();
addEventListener("hashchange", takeToken);
