(of the theme)
