using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhoneBank.Tests;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>Renders parts of the call page, in a language of the interface.</summary>
internal sealed class CallParts : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly BunitContext _context = new();

    public CallParts(string language = "en")
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        _context.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        _context.Services.AddSingleton<TimeProvider>(new FakeTime());
        _context.Services.AddLocalization();
        _context.Services.AddSingleton<Texts>();
        _context.Services.AddSingleton<NoteWarnings>();
        _context.Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();

        // Asks the database; its own page tests show it.
        _context.ComponentFactories.AddStub<PhoneBank.Web.Reviews.ReturnedPart>();
    }

    public IRenderedComponent<CallBody> Body(CallScreen screen) => _context.Render<CallBody>(parameters => parameters.Add(body => body.Screen, screen));

    public void Dispose()
    {
        _context.Dispose();
        CultureInfo.CurrentUICulture = _before;
    }

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => new("token", "__RequestVerificationToken");
    }
}
