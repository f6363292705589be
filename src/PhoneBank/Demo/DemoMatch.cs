using System.Globalization;
using PhoneBank.Campaigns.Templates;
using PhoneBank.FollowUps;
using PhoneBank.Scripts;

namespace PhoneBank.Demo;

/// <summary>What the supporters' campaign asks for: a gift that is doubled while the match lasts, and an evening to meet.</summary>
internal static class DemoMatch
{
    public const string DonationAddress = "https://give.example.org/winter";

    private const string EveningStep = "evening";

    public static MatchTerms Terms { get; } = new(
        new PledgeAmount(4_000_00, "USD"),
        Texts(
            "Two families in our circle double every gift until their 4,000 dollars are used up.",
            "שתי משפחות בחוג שלנו מכפילות כל תרומה, עד שייגמרו 4,000 הדולרים שלהן.",
            "عائلتان من حولنا تضاعفان كل تبرّع حتى تنفد 4,000 دولار قدّمتاها.",
            "Две семьи из нашего круга удваивают каждое пожертвование, пока не кончатся их 4000 долларов."));

    /// <summary>The template's script with one more question: the evenings on which givers meet, of which one has few places.</summary>
    public static ScriptDocument Script(DateTime now)
    {
        var template = CampaignTemplate.Find(CampaignTemplate.SupportersMatch)!.Script;
        var evening = new ScriptStep
        {
            Id = EveningStep,
            Kind = StepKind.Ask,
            Texts = Texts(
                "We meet everyone who gives, for an hour, online. Which day would suit you?",
                "אנחנו נפגשים עם כל מי שתורמים, לשעה, ברשת. איזה יום נוח?",
                "نلتقي بكل من يتبرّع، لساعة، عبر الإنترنت. أيّ يوم يناسبك؟",
                "Мы встречаемся со всеми, кто помогает, на час, онлайн. Какой день вам удобен?"),
            Question = new ScriptQuestion { Kind = QuestionKind.Date, Days = [Day(now, 6, "19:00", 40), Day(now, 9, "20:00", 2), Day(now, 13, "11:00", places: null)] },
        };
        return template with { Steps = [.. template.Steps.SelectMany(step => step.Id == "how" ? new[] { evening, step } : [step])] };
    }

    private static ScriptDay Day(DateTime now, int days, string time, int? places) =>
        new() { Date = now.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Time = time, Places = places };

    private static ScriptTexts Texts(string english, string hebrew, string arabic, string russian) =>
        new([new("en", new ScriptText(english)), new("he", new ScriptText(hebrew)), new("ar", new ScriptText(arabic)), new("ru", new ScriptText(russian))]);
}
