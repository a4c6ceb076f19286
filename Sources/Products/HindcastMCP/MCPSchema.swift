import HindcastJSON

/// JSON Schema for the arguments of a tool.
enum MCPSchema {
    static func object(_ properties: [(String, JSON)], required: [String]) -> JSON {
        [
            "type": "object", "properties": .object(JSONObject(properties.map { (key: $0.0, value: $0.1) })),
            "required": .array(required.map { .string($0) }), "additionalProperties": false,
        ]
    }

    static func text(_ description: String) -> JSON {
        ["type": "string", "description": .string(description)]
    }

    static func count(_ description: String, default value: Int, max: Int) -> JSON {
        [
            "type": "integer", "minimum": 1, "maximum": .number(JSONNumber(Int64(max))),
            "default": .number(JSONNumber(Int64(value))), "description": .string(description),
        ]
    }

    static func fraction(_ description: String) -> JSON {
        ["type": "number", "minimum": 0, "maximum": 1, "description": .string(description)]
    }

    static func texts(_ description: String) -> JSON {
        ["type": "array", "items": ["type": "string"], "description": .string(description)]
    }

    static func choice(_ description: String, _ names: [String]) -> JSON {
        ["type": "string", "enum": .array(names.map { .string($0) }), "description": .string(description)]
    }
}
