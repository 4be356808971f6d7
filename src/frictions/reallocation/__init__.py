"""Capital reallocation when used capital is specific, may be a lemon, and credit is limited (chapter 2)."""
