"""研判练习: short cases made around the edges of a plan's standards, answered by the rules, the weak ones coming back."""
