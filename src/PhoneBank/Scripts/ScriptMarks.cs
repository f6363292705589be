using System.Text;

namespace PhoneBank.Scripts;

/// <summary>Script texts carry marks for bold and escapes of inserted names.</summary>
public static class ScriptMarks
{
    /// <summary>The words alone, as coordinators read them.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                plain.Append(text[++i]);
            }
            else if (text[i] == '*' && i + 1 < text.Length && text[i + 1] == '*')
            {
                i++;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
