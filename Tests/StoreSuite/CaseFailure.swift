import HindcastStore

/// What a case found wrong.
public struct CaseFailure: Error, CustomStringConvertible {
    public let description: String
}

func expect(_ condition: Bool, _ what: @autoclosure () -> String, line: Int = #line) throws {
    if !condition { throw CaseFailure(description: "line \(line): \(what())") }
}

func expectEqual<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String = "", line: Int = #line)
    throws
{
    if found != wanted {
        throw CaseFailure(description: "line \(line): \(what) found \(found), wanted \(wanted)")
    }
}

func unwrap<Value>(_ value: Value?, _ what: String, line: Int = #line) throws -> Value {
    guard let value else { throw CaseFailure(description: "line \(line): \(what) is missing") }
    return value
}

func expectError(
    _ what: String, line: Int = #line, _ body: () async throws -> Void, is isRight: (StoreError) -> Bool
) async throws {
    do {
        try await body()
    } catch let error as StoreError {
        if !isRight(error) { throw CaseFailure(description: "line \(line): \(what): wrong error \(error)") }
        return
    }
    throw CaseFailure(description: "line \(line): \(what): no error")
}
