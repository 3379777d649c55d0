"""The verbs of `duty`: one module a family, loaded when it is asked for; none of them knows a screen."""
