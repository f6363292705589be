// Adds and uses passkeys: the form's hidden field gets what the device answers, then the form is posted as any other.
// Where the browser has no passkeys the forms stay hidden.
const works = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

async function answer(form) {
    const response = await fetch(form.dataset.options, { method: 'POST', body: new FormData(form) });
    if (!response.ok) {
        throw new Error(`${response.status}`);
    }

    const options = await response.json();
    return form.dataset.passkey === 'create'
        ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

for (const form of works ? document.querySelectorAll('form[data-passkey]') : []) {
    if (form.dataset.ready) {
        continue;
    }

    form.dataset.ready = 'true';
    form.hidden = false;
    const failed = form.querySelector('[data-passkey-failed]');
    form.addEventListener('submit', async event => {
        event.preventDefault();
        failed.hidden = true;
        try {
            form.elements.Credential.value = JSON.stringify(await answer(form));
            form.submit();
        } catch {
            // Cancelled, timed out, or no network: nothing was changed.
            failed.hidden = false;
        }
    });
}

if (works) {
    document.querySelectorAll('[data-passkey-missing]').forEach(note => { note.hidden = true; });
}
