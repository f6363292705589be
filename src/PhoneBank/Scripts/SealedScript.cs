using PhoneBank.Privacy;

namespace PhoneBank.Scripts;

/// <summary>How a script is kept: its JSON, sealed under the installation's key, bound to its version.</summary>
public static class SealedScript
{
    public static byte[] Seal(Sealer sealer, Guid versionId, ScriptDocument script) =>
        sealer.Seal(Places.ScriptDocument(versionId), System.Text.Encoding.UTF8.GetString(script.ToUtf8()));

    /// <exception cref="SealBrokenException">It was altered, moved, or its key is gone.</exception>
    public static ScriptDocument Open(Sealer sealer, ScriptVersion version) =>
        ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(version.Id), version.SealedDocument));
}
