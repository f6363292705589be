// Sends by itself what was kept while its owner signed in again; without script the button does.
document.querySelector('form[data-send-again]')?.requestSubmit();
