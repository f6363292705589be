// Copies the text of a field; where the browser does not let us, it is at least selected.
export async function copyFrom(id) {
    const field = document.getElementById(id);
    field.select();
    try {
        await navigator.clipboard.writeText(field.value);
        return true;
    } catch {
        return false;
    }
}
