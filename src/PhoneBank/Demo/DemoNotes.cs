namespace PhoneBank.Demo;

/// <summary>Things a caller writes down for the next one, in the caller's language.</summary>
internal static class DemoNotes
{
    public static string Pick(string language, Random random)
    {
        var notes = language switch
        {
            "he" => (string[])["עדיף אחרי שש בערב.", "השיחה התקבלה בשמחה, כדאי לספר על המפגש הבא.", "להתחיל בשאלה איך היה השבוע.", "יש עניין בחומר לקריאה לפני שמחליטים."],
            "ar" => ["الأفضل الاتصال بعد السادسة مساءً.", "هناك رغبة في معرفة المزيد عن اللقاء القادم.", "من الأفضل أن نبدأ بالسؤال عن الحال.", "يُفضَّل إرسال شيء للقراءة قبل القرار."],
            "ru" => ["Лучше звонить после шести вечера.", "Хочет узнать больше о следующей встрече.", "Сначала спросить, как прошла неделя.", "Просит материалы на русском."],
            _ => ["Easier to reach after six.", "Glad we called; would like to hear about the next webinar.", "Likes to read first, then decide.", "Asked how last year's match went."],
        };
        return notes[random.Next(notes.Length)];
    }
}
