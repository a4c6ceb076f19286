import HindcastJSON

/// One JSON-RPC message of a client: a request, or a notification, which gets no answer.
struct MCPMessage {
    /// Nil for a notification.
    let id: JSON?
    let method: String
    let params: JSONObject

    /// - Throws: what to answer when the body is no message.
    init(_ body: [UInt8]) throws(MCPError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSONReader.parse(body, limits: MCPLimits.body)
        } catch {
            throw MCPError(.parse, "The body is no JSON: \(error)")
        }
        guard let object = json.objectValue, object["jsonrpc"]?.stringValue == "2.0",
            let method = object["method"]?.stringValue
        else {
            throw MCPError(.invalidRequest, "The body must be one JSON-RPC 2.0 request or notification.")
        }
        switch object["id"] {
        case nil: id = nil
        case .string(let text)? where text.utf8.count <= MCPLimits.idBytesMax: id = .string(text)
        case .number(let number)? where JSON.number(number).intValue != nil: id = .number(number)
        default: throw MCPError(.invalidRequest, "`id` must be a string or a whole number.")
        }
        switch object["params"] {
        case nil: params = JSONObject()
        case .object(let members)?: params = members
        default: throw MCPError(.invalidParams, "`params` must be an object.")
        }
        self.method = method
    }

    /// The version the request was made for, if it tells one: clients from 2026 on do.
    var version: String? { params["_meta"]?[MCPVersion.metaKey]?.stringValue }
}
