using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using PhoneBank.Web.Account;
using PhoneBank.Web.Books;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Campaigns;
using PhoneBank.Web.FollowUps;
using PhoneBank.Web.Help;
using PhoneBank.Web.Home;
using PhoneBank.Web.IdentifiedExports;
using PhoneBank.Web.Imports;
using PhoneBank.Web.Lists;
using PhoneBank.Web.Privacy;
using PhoneBank.Web.Reports;
using PhoneBank.Web.Reviews;
using PhoneBank.Web.Scripts;
using PhoneBank.Web.Ui;
using PhoneBank.Web.Volunteers;

namespace PhoneBank.Web.Hosting;

/// <summary>The order in which a request passes through.</summary>
internal static class Pipeline
{
    public static void UsePhoneBank(this WebApplication app)
    {
        app.UseForwardedHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
            app.UseHsts();
        }

        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // The page that explains a refused post is only read: it must not look at the refused form again.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        app.UseMiddleware<SecurityHeaders>();
        app.UseCookiePolicy();
        app.UseResponseCompression();
        app.UseRequestLocalization(app.Services.GetRequiredService<IOptions<RequestLocalizationOptions>>().Value);
        app.UseMiddleware<PlainHttpRefusal>();
        app.UseMiddleware<SetUpGate>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        app.MapLanguage();
        app.MapHealth();
        app.MapAccount();
        app.MapHome();
        app.MapQuickStart();
        app.MapVolunteers();
        app.MapBooks();
        app.MapImports();
        app.MapCampaigns();
        app.MapScripts();
        app.MapLists();
        app.MapCalling();
        app.MapHelp();
        app.MapCallbacks();
        app.MapFollowUps();
        app.MapReviews();
        app.MapReports();
        app.MapIdentifiedExports();
        app.MapPrivacy();
    }
}
