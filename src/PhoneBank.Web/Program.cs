using System.CommandLine;
using PhoneBank.Web.Hosting;

var demo = new Option<bool>("--demo") { Description = "Start with a believable organisation, in a database of its own." };
var data = new Option<DirectoryInfo?>("--data") { Description = "Folder for the database and the spool (default: the user's data folder)." };
var key = new Option<FileInfo?>("--key") { Description = "The master key's file (default: in the user's configuration folder, never beside the database)." };
var root = new RootCommand("PhoneBank: a phone bank for volunteers who call by hand.") { demo, data, key };
root.TreatUnmatchedTokensAsErrors = false;
root.SetAction((parsed, ct) => PhoneBankApp.RunAsync(
    new StartOptions(parsed.GetValue(demo), parsed.GetValue(data)?.FullName, parsed.GetValue(key)?.FullName, [.. parsed.UnmatchedTokens]), ct));
return await root.Parse(args).InvokeAsync();

/// <summary>The entry point, named so that test hosts can find it.</summary>
public partial class Program;
