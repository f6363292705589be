using PhoneBank.Campaigns;
using PhoneBank.Imports;
using PhoneBank.Shared;

namespace PhoneBank.Web.Home;

/// <summary>What an upload can be refused with, by key: after a redirect only the key is left of a refusal.</summary>
internal static class QuickStartRefusals
{
    private static readonly Dictionary<string, Error> ByKey = new Error[]
    {
        new FileIsEmpty(), new FileIsOldWorkbook(), new FileIsOpenDocument(), new FileIsWebPage(), new WorkbookHasMacros(), new WorkbookIsBroken(0), new WorkbookIsUnsafe(), new WorkbookTooLarge(ImportLimits.WorkbookBytes / (1024 * 1024)), new FileIsArchive(), new FileIsPdf(), new FileIsBinary(), new FileTooLarge(ImportLimits.Bytes / (1024 * 1024)),
        new TooManyRows(ImportLimits.Rows), new TooManyColumns(ImportLimits.FileColumns), new EncodingNotRecognised(), new NotATable(), new NoPhoneColumn(),
        new ImportAlreadyRunning(), new UploadGone(), new ImportWasCancelled(), new ImportInterrupted(), new NobodyToCall(0, 0), new NotFound(), new BusyTryAgain(),
    }.ToDictionary(error => error.Key, StringComparer.Ordinal);

    public static Error? Find(string key) => ByKey.GetValueOrDefault(key);
}
