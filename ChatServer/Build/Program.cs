using ChatServer.Build;

if (args is not [var clientFolder, var outputFolder, .. var pages])
{
    Console.Error.WriteLine("ChatServer.Build CLIENT-FOLDER OUTPUT-FOLDER PAGE…");
    return 2;
}

Directory.CreateDirectory(outputFolder);
var written = PageBundler.Bundle(pages, clientFolder);
foreach (var (name, text) in written.Files) File.WriteAllText(Path.Combine(outputFolder, name), text);
// As a compiler says it: MSBuild takes it for an error of the build.
foreach (var (page, error) in written.Errors) Console.WriteLine($"{page} : error PAGE001: {error}");
return written.Errors.Count == 0 ? 0 : 1;
