import HindcastCLI
import HindcastEngine
import Testing

@Suite("Calling the command line")
struct UsageTests {
    private let house = CommandHouse()

    private static let overview = """
        Hindcast 1.2.3: a flight recorder for AI agents.

        Usage: hindcast <command> [options]

        Record
          serve               Record and answer until stopped.
          demo                Write sample agent runs, to explore an empty store.

        Look
          trace list          Show the newest traces, or those that a filter takes.
          trace show          Show a trace as a tree of its spans, or one span whole.
          trace delete        Delete traces: named ones, a session's, old ones, or all.
          search              Find words in messages, names and errors.
          tail                Show spans as they are recorded, until Ctrl-C.
          stats               Show how much is stored.

        Learn
          review add          Say whether a run passed or failed; makes a memory of it.
          review correct      Replace the verdict of a run that was reviewed.
          review show         Show the review of a run.
          memory list         Show the newest memories, or those with certain words.
          memory show         Show a memory: lesson, value, and every change of it.
          memory query        Show the memories that an agent would be given, and why.
          memory add          Write down a memory without a run, and print its id.
          memory edit         Change task, lesson or metadata of a memory.
          memory pin          Keep memories in answers even when their value is low.
          memory unpin        Let memories drop out of answers again.
          memory retire       Give memories to no agent any more; their history stays.
          memory restore      Take back that memories were retired or merged.
          memory merge        Let one memory stand for others, which are retired.
          memory reset        Put a memory at the value of a new one, or at another.
          memory undo         Take back what one review moved.
          memory delete       Delete memories with their history.
          memory export       Print all memories with their history as lines of JSON.
          memory import       Store memories that were exported.
          memory settings     Show how the project learns, or change it.
          skill show          Print the guide that the project's memories make.

        Administer
          key create          Make a key and print it, once.
          key list            Show keys, without telling them.
          key revoke          Make a key worthless.
          project list        Show projects and what they hold.
          project create      Make a project.
          project delete      Delete a project with all its traces and keys.
          backup              Write a consistent copy of the store, also beside a running server.
          check               Verify everything that is stored.
          gc                  Give back the space of what was deleted.
          model install       Put a text model where the server finds it.
          model list          Show the text models that are installed.
          model remove        Remove a text model.
          model try           Show how similar texts are to the first, by the installed model.

        About
          version             Print the version.
          completion          Print a completion script for a shell.

        `hindcast help <command>` says more. Flags can be set by variables too: --data is HINDCAST_DATA.
        Exit codes: 0 done, 1 failed, 2 called wrongly, 3 data folder unusable.

        """

    @Test("Help lists every command under what it is for", arguments: [["help"], ["--help"], []])
    func overview(words: [String]) async {
        let code = words.isEmpty ? await house.run() : await house.run(words[0])
        #expect(code == 0)
        #expect(house.output == Self.overview)
    }

    @Test("A command explains itself", arguments: [["help", "key", "create"], ["key", "create", "--help"]])
    func commandHelp(words: [String]) async {
        #expect(await house.run(words[0], words[1], words[2]) == 0)
        #expect(
            house.output == """
                Make a key and print it, once.

                Usage: hindcast key create [options]

                The project is made if there is none of that name. Works beside a running server. A key may have several
                scopes: --scope read,ingest.

                Options
                  --data DIR                Data folder. Default: ~/.hindcast.
                  --project NAME            Project the key belongs to. Default: default.
                  --scope SCOPE             What the key allows. Any of ingest, read, write, admin. Default: ingest.
                  --label TEXT              Says what the key is for.
                  --json                    Print JSON instead of a table.

                """)
    }

    @Test("A noun alone lists its verbs and is no success")
    func noun() async {
        #expect(await house.run("key") == 2)
        #expect(house.errors.contains("key revoke"))
    }

    @Test(
        "A slip is answered with what was probably meant, and exit code 2",
        arguments: [
            (["trase", "list"], "Did you mean \"trace\"?"),
            (["key", "creat"], "Did you mean \"key create\"?"),
            (["stats", "--jsn"], "Did you mean --json?"), (["stats", "-x"], "There is no flag -x"),
            (["stats", "extra"], "one word too many"), (["trace", "show"], "trace is missing"),
            (["stats", "--project"], "needs a value"), (["stats", "--json=1"], "takes no value"),
            (["key", "create", "--scope", "god"], "any of ingest, read, write, admin"),
            (["key", "create", "--scope", "read,"], "not \"read,\""),
            (["trace", "list", "--limit", "0"], "from 1 to 1000"),
            (["trace", "list", "kind:robot"], "agent, llm, tool"),
            (["trace", "show", "xyz"], "no trace id"), (["key", "revoke", "abc"], "by its number"),
            (["trace", "delete"], "Say which"), (["trace", "delete", "--all"], "--yes"),
            (["serve", "--host", "0.0.0.0"], "needs --auth keys"),
            (["serve", "--host", "127.example.com"], "needs --auth keys"),
            (["serve", "--tls-cert", "a.pem"], "go together"),
            (["memory", "shw"], "Did you mean \"memory show\"?"), (["memory", "show"], "memory is missing"),
            (["memory", "add", "a task"], "--lesson TEXT"), (["memory", "edit", "x"], "what is to change"),
            (["memory", "query"], "task is missing"), (["memory", "delete", "x"], "--yes"),
            (["memory", "settings", "--credit", "all"], "retrieved, used"),
            (["memory", "settings", "--alpha", "much"], "--alpha takes a number"),
            (["memory", "settings", "--memrl", "[]"], "takes a JSON object"),
            (["review", "add", "x", "maybe"], "pass or fail"),
            (["serve", "--bootstrap-token", "short"], "at least 16"),
            (["serve", "--embeddings", "magic"], "local, minilm or an address"),
            (["serve", "--embeddings", "https://m.example/v1"], "--embeddings-model"),
            (["serve", "--embeddings-model", "m"], "--embeddings is an address"),
            (["serve", "--judge", "https://m.example/v1"], "--judge-model"),
            (["serve", "--judge", "m.example", "--judge-model=m"], "is no address"),
            (["serve", "--judge-model", "m"], "goes with --judge"),
            (["serve", "--judge-seconds", "31"], "from 1 to 30"),
            (["serve", "--http-port", "70000"], "65535"), (["completion", "csh"], "bash, zsh and fish"),
        ])
    func slips(words: [String], fragment: String) async {
        let code =
            switch words.count {
            case 1: await house.run(words[0])
            case 2: await house.run(words[0], words[1])
            case 3: await house.run(words[0], words[1], words[2])
            default: await house.run(words[0], words[1], words[2], words[3])
            }
        #expect(code == 2)
        #expect(house.errors.contains(fragment), "\(house.errors)")
        #expect(house.output.isEmpty)
        #expect(house.uses.isEmpty)
    }

    @Test("serve takes its defaults from the design")
    func serveDefaults() async {
        #expect(await house.run("serve") == 0)
        #expect(house.serveOptions == ServeOptions(folder: "/home/ann/.hindcast"))
    }

    @Test("serve takes flags before variables, and variables before defaults")
    func serveFlags() async {
        let variables = [
            "HOME": "/h", "HINDCAST_HTTP_PORT": "9000", "HINDCAST_GRPC_PORT": "9001", "HINDCAST_AUTH": "",
        ]
        #expect(
            await house.run(
                "serve", "--data=/d", "--http-port", "0", "--auth", "keys", "--host", "0.0.0.0", "--aliases",
                "off",
                "--rate-limit", "0", variables: variables) == 0)
        var expected = ServeOptions(folder: "/d")
        expected.host = "0.0.0.0"
        expected.httpPort = 0
        expected.grpcPort = 9001
        expected.auth = .keys
        expected.hasAliases = false
        expected.requestsPerSecond = nil
        #expect(house.serveOptions == expected)
    }

    @Test("serve takes endpoints from flags, and their keys from variables only")
    func serveEndpoints() async throws {
        let variables = [
            "HINDCAST_EMBEDDINGS_KEY": "sk-e", "HINDCAST_JUDGE_KEY": " sk-j\n",
            "HINDCAST_JUDGE": "http://j:1/v1/",
            "HINDCAST_JUDGE_MODEL": "small", "HINDCAST_JUDGE_BUDGET": "7",
        ]
        #expect(
            await house.run(
                "serve", "--data=/d", "--embeddings", "https://m.example/v1", "--embeddings-model", "text-3",
                "--judge-seconds=20", variables: variables) == 0)
        let options = try #require(house.serveOptions)
        #expect(
            options.embeddings
                == .endpoint(
                    ModelEndpoint(url: "https://m.example/v1", model: "text-3", key: EndpointKey("sk-e"))))
        #expect(
            options.judge
                == ModelEndpoint(
                    url: "http://j:1/v1", model: "small", key: EndpointKey("sk-j"),
                    timeLimitMilliseconds: 20_000))
        #expect(options.judgeCallsPerDay == 7)
        #expect(!"\(options)".contains("sk-"))
        #expect(await house.run("serve", "--data=/d", "--embeddings", "minilm") == 0)
        #expect(house.serveOptions?.embeddings == .miniLM && house.serveOptions?.judge == nil)
    }

    @Test("Completion scripts know the verbs and flags", arguments: ["bash", "zsh", "fish"])
    func completion(shell: String) async {
        #expect(await house.run("completion", shell) == 0)
        for word in ["create", "revoke", "scope", "grpc-port", "tail"] {
            #expect(house.output.contains(word))
        }
    }

    @Test("version prints the version, also as JSON")
    func version() async {
        #expect(await house.run("version") == 0)
        #expect(house.output == "hindcast 1.2.3\n")
        #expect(await house.run("--version") == 0)
        #expect(await house.run("version", "--json") == 0)
        #expect(house.output == "{\"version\":\"1.2.3\"}\n")
    }
}
