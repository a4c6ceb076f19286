import HindcastBytes
import HindcastJSON
import HindcastModel

/// The sample runs: each shows something that the tree of messages makes visible.
struct DemoRuns {
    let now: Timestamp

    var all: [DemoRun] {
        let session = "demo-" + Hex.encode(Randomness.bytes(4))
        return [research, weatherRetry, coding] + support(session)
    }

    private func minutesAgo(_ minutes: Int64) -> Int64 { now.nanoseconds - minutes * 60_000_000_000 }

    /// An agent that hands part of its work to another.
    private var research: DemoRun {
        var run = DemoRun(
            "research agent with a sub-agent", startingAt: minutesAgo(52), user: "ann",
            tags: ["demo", "research"])
        run.agent("researcher") { run in
            var talk = [
                DemoMessage.system("You are a careful researcher. Delegate reading to the reader agent."),
                DemoMessage.user("Which storage engine do flight recorders of aircraft use, and why?"),
            ]
            let search = DemoMessage.Call(
                id: "call_s1", name: "web_search", arguments: ["query": "flight recorder solid state memory"])
            run.model(
                &talk, DemoMessage.calls(search, thinking: "I should look this up."),
                tokens: .init(input: 96, output: 31))
            run.tool(
                search,
                result:
                    "1. Crash-survivable memory units use NAND flash.\n2. ED-112A sets survival requirements.",
                into: &talk, milliseconds: 640)
            let delegate = DemoMessage.Call(
                id: "call_d1", name: "reader",
                arguments: ["document": "ED-112A", "question": "survival requirements"])
            run.model(&talk, DemoMessage.calls(delegate), tokens: .init(input: 171, output: 27, cached: 96))
            run.agent("reader") { run in
                var inner = [
                    DemoMessage.system("You read documents and answer in one sentence."),
                    DemoMessage.user("ED-112A: what must crash-survivable memory withstand?"),
                ]
                run.model(
                    &inner,
                    DemoMessage.answer(
                        "Impact of 3,400 g for 6.5 ms, fire of 1,100 °C for an hour, and deep-sea pressure."),
                    model: "claude-sonnet-4-5", tokens: .init(input: 58, output: 36), milliseconds: 2100)
            }
            talk.append(
                DemoMessage.result(
                    of: delegate,
                    "Impact of 3,400 g for 6.5 ms, fire of 1,100 °C for an hour, and deep-sea pressure."))
            run.model(
                &talk,
                DemoMessage.answer(
                    "They use solid-state NAND flash in a crash-survivable unit, because it has no moving "
                        + "parts and can be armoured against shock, fire and pressure (ED-112A)."),
                tokens: .init(input: 240, output: 52, cached: 171), milliseconds: 1900)
        }
        return run
    }

    /// A tool that fails, the same call once more, and a question put differently: branches in the tree.
    private var weatherRetry: DemoRun {
        var run = DemoRun(
            "weather agent with an error, a retry and an edit", startingAt: minutesAgo(34), user: "ben",
            tags: ["demo", "weather"])
        run.agent("weather") { run in
            let start = [
                DemoMessage.system("You tell the weather. Use the tool."),
                DemoMessage.user("Do I need an umbrella in Bergen today?"),
            ]
            var talk = start
            let call = DemoMessage.Call(id: "call_w1", name: "get_weather", arguments: ["city": "Bergen"])
            run.model(
                &talk, DemoMessage.calls(call), model: "gpt-4.1-mini", tokens: .init(input: 48, output: 15))
            run.tool(
                call, result: "upstream timed out", into: &talk, milliseconds: 5000,
                failure: "weather service: timeout after 5 s")
            var refused = talk
            run.model(
                &refused, DemoMessage.answer(""), model: "gpt-4.1-mini", tokens: .init(input: 0, output: 0),
                milliseconds: 300, failure: "429: rate limit reached, try again in 2 s")
            run.advance(2000)
            run.model(
                &talk, DemoMessage.answer("I could not reach the weather service."), model: "gpt-4.1-mini",
                tokens: .init(input: 71, output: 10))
            var edited = Array(start.dropLast()) + [DemoMessage.user("Do I need an umbrella in Oslo today?")]
            let second = DemoMessage.Call(id: "call_w2", name: "get_weather", arguments: ["city": "Oslo"])
            run.model(
                &edited, DemoMessage.calls(second), model: "gpt-4.1-mini",
                tokens: .init(input: 48, output: 15))
            run.tool(second, result: "{\"rain_mm\":0.2,\"temperature_c\":14}", into: &edited)
            run.model(
                &edited, DemoMessage.answer("No: 14 °C and hardly any rain in Oslo."), model: "gpt-4.1-mini",
                tokens: .init(input: 88, output: 14))
        }
        return run
    }

    /// A longer run in which each step repeats all that came before.
    private var coding: DemoRun {
        var run = DemoRun(
            "coding agent, twelve steps", startingAt: minutesAgo(20), user: "ann", tags: ["demo", "code"])
        run.agent("coder") { run in
            var talk = [
                DemoMessage.system("You fix bugs in small steps. Run the tests after every change."),
                DemoMessage.user("test_parse_date fails since yesterday. Please fix it."),
            ]
            let steps: [(tool: String, arguments: JSON, result: String)] = [
                (
                    "run_tests", ["filter": "test_parse_date"],
                    "FAILED test_parse_date: expected 2026-02-28, got 2026-03-01"
                ),
                (
                    "read_file", ["path": "dates.py"],
                    "def parse(text):\n    y, m, d = text.split('-')\n    return date(y, m, d + 1)"
                ),
                ("read_file", ["path": "test_dates.py"], "assert parse('2026-02-28') == date(2026, 2, 28)"),
                ("edit_file", ["path": "dates.py", "old": "d + 1", "new": "d"], "1 replacement"),
                (
                    "run_tests", ["filter": "test_parse_date"],
                    "FAILED test_parse_date: TypeError: an integer is required"
                ),
                (
                    "edit_file",
                    ["path": "dates.py", "old": "date(y, m, d)", "new": "date(int(y), int(m), int(d))"],
                    "1 replacement"
                ),
                ("run_tests", ["filter": "test_parse_date"], "1 passed"),
                ("run_tests", ["filter": ""], "214 passed, 1 failed: test_leap_day"),
                ("read_file", ["path": "leap.py"], "def is_leap(y): return y % 4 == 0"),
                (
                    "edit_file",
                    [
                        "path": "leap.py", "old": "y % 4 == 0",
                        "new": "y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)",
                    ], "1 replacement"
                ),
                ("run_tests", ["filter": ""], "215 passed"),
            ]
            var size: Int64 = 110
            for (number, step) in steps.enumerated() {
                let call = DemoMessage.Call(
                    id: "call_c\(number + 1)", name: step.tool, arguments: step.arguments)
                run.model(
                    &talk, DemoMessage.calls(call),
                    tokens: .init(input: size, output: 28, cached: number == 0 ? 0 : size - 90))
                run.tool(
                    call, result: step.result, into: &talk, milliseconds: step.tool == "run_tests" ? 3200 : 40
                )
                size += 90
            }
            run.model(
                &talk,
                DemoMessage.answer(
                    "Fixed: the day was off by one and the parts were text. A leap-year rule was wrong as well."
                ),
                tokens: .init(input: size, output: 33, cached: size - 90))
        }
        return run
    }

    /// Three turns of one conversation, each a trace of its own.
    private func support(_ session: String) -> [DemoRun] {
        var talk = [DemoMessage.system("You are the support agent of a bicycle shop. Be brief and kind.")]
        let turns: [(question: String, lookup: (String, JSON, String)?, answer: String)] = [
            (
                "Where is my order 1042?",
                ("get_order", ["order": 1042], "{\"state\":\"shipped\",\"carrier\":\"DHL\"}"),
                "It left us yesterday with DHL and should be with you on Friday."
            ),
            (
                "Can I still change the address?", nil,
                "Once it is with the carrier only they can; DHL's app lets you redirect it."
            ),
            (
                "Then I want a refund for the late delivery.",
                ("refund", ["order": 1042, "reason": "late"], "{\"approved\":true,\"amount\":4.9}"),
                "Done: we refund the 4.90 € for shipping. Sorry for the wait!"
            ),
        ]
        return turns.enumerated().map { number, turn in
            var run = DemoRun(
                "support conversation, turn \(number + 1)", startingAt: minutesAgo(9 - 3 * Int64(number)),
                session: session,
                user: "carla", tags: ["demo", "support"])
            run.agent("support") { run in
                talk.append(DemoMessage.user(turn.question))
                let base = Int64(60 + 70 * number)
                if let (name, arguments, result) = turn.lookup {
                    let call = DemoMessage.Call(id: "call_t\(number)", name: name, arguments: arguments)
                    run.model(&talk, DemoMessage.calls(call), tokens: .init(input: base, output: 18))
                    run.tool(call, result: result, into: &talk)
                }
                run.model(&talk, DemoMessage.answer(turn.answer), tokens: .init(input: base + 40, output: 24))
            }
            return run
        }
    }
}
