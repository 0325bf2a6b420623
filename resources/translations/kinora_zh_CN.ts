<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Sentence</name>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>is larger (%1 bytes) than such a file may be (%2)</source>
        <translation>大小为 %1 字节，超过了此类文件的上限（%2）</translation>
    </message>
    <message>
        <source>cannot be made: %1</source>
        <translation>无法创建：%1</translation>
    </message>
    <message>
        <source>there is no track there; add one first</source>
        <translation>那里没有轨道；请先添加一条</translation>
    </message>
    <message>
        <source>is no JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>a picture of %1x%2 pixels cannot be encoded</source>
        <translation>%1x%2 像素的图片无法编码</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no device; give cpu, cuda or cuda:N</source>
        <translation>“%1”不是设备；请给出 cpu、cuda 或 cuda:N</translation>
    </message>
    <message>
        <source>device %1 was asked for, but no CUDA device is usable here; use --device cpu or another device</source>
        <translation>要求使用设备 %1，但这里没有可用的 CUDA 设备；请使用 --device cpu 或其他设备</translation>
    </message>
    <message>
        <source>device %1 was asked for, but there are only %2 CUDA devices; use --device cpu or another device</source>
        <translation>要求使用设备 %1，但只有 %2 个 CUDA 设备；请使用 --device cpu 或其他设备</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number type; give fp32, bf16 or fp16</source>
        <translation>“%1”不是数值类型；请给出 fp32、bf16 或 fp16</translation>
    </message>
    <message>
        <source>this model&apos;s %1 is &quot;%2&quot;; Kinora&apos;s LTX-Video runs only &quot;%3&quot;</source>
        <translation>此模型的 %1 为“%2”；Kinora 的 LTX-Video 只能运行“%3”</translation>
    </message>
    <message>
        <source>the given %1 have the shape %2, but this clip needs %3</source>
        <translation>给出的 %1 形状为 %2，而此片段需要 %3</translation>
    </message>
    <message>
        <source>the kept step holds no &quot;%1&quot;; start the job anew</source>
        <translation>保留的步骤不含“%1”；请重新开始该任务</translation>
    </message>
    <message>
        <source>the kept step&apos;s &quot;%1&quot; is damaged; start the job anew</source>
        <translation>保留的步骤中的“%1”已损坏；请重新开始该任务</translation>
    </message>
    <message>
        <source>is no SentencePiece model or is damaged: %1; copy or download the file again</source>
        <translation>不是 SentencePiece 模型，或已损坏：%1；请重新复制或下载该文件</translation>
    </message>
    <message>
        <source>it ends inside a field</source>
        <translation>它在一个字段的中间结束</translation>
    </message>
    <message>
        <source>a number is longer than 64 bits</source>
        <translation>有一个数字超过 64 位</translation>
    </message>
    <message>
        <source>is no base64</source>
        <translation>不是 base64</translation>
    </message>
    <message>
        <source>is no text</source>
        <translation>不是文本</translation>
    </message>
    <message>
        <source>has shards (%1) but no %2; copy or download the folder again</source>
        <translation>有分片（%1），但没有 %2；请重新复制或下载该文件夹</translation>
    </message>
    <message>
        <source>%1: holds only %2, a pickle, which can run code when it is opened; get the safetensors file instead</source>
        <translation>%1：只含 %2，这是 pickle 文件，打开时可能运行代码；请改用 safetensors 文件</translation>
    </message>
    <message>
        <source>holds no .safetensors file; copy or download the folder again</source>
        <translation>不含 .safetensors 文件；请重新复制或下载该文件夹</translation>
    </message>
    <message>
        <source>is stored as %1, which Kinora does not load; get the model in bfloat16, float16 or float32</source>
        <translation>以 %1 存储，Kinora 不能加载；请获取 bfloat16、float16 或 float32 版本的模型</translation>
    </message>
    <message>
        <source>names a time that no timeline has</source>
        <translation>给出的时间超出任何时间线的范围</translation>
    </message>
    <message>
        <source>frames that are given from frame %1 on lie behind the end of a video of %2 frames; give them earlier or make the video longer</source>
        <translation>从第 %1 帧起给定的画面位于共 %2 帧的视频结尾之后；请提前给定，或延长视频</translation>
    </message>
    <message>
        <source>ends before frame %1</source>
        <translation>在第 %1 帧之前结束</translation>
    </message>
    <message>
        <source>must be one of %1</source>
        <translation>必须是以下之一：%1</translation>
    </message>
    <message>
        <source>scales more than %1 times</source>
        <translation>缩放次数超过 %1 次</translation>
    </message>
    <message>
        <source>has %1 values; the blocks need %2</source>
        <translation>有 %1 个值；各模块需要 %2 个</translation>
    </message>
    <message>
        <source>times base_dim or decoder_base_dim must be at most %1</source>
        <translation>与 base_dim 或 decoder_base_dim 的乘积最多为 %1</translation>
    </message>
    <message>
        <source>has %1 numbers; frames, height and width are three</source>
        <translation>有 %1 个数；帧数、高和宽是三个</translation>
    </message>
    <message>
        <source>must be a list of three numbers above %1 and up to %2</source>
        <translation>必须是三个大于 %1 且不超过 %2 的数</translation>
    </message>
</context>
<context>
    <name>kinora::AboutDialog</name>
    <message>
        <source>About Kinora</source>
        <translation>关于 Kinora</translation>
    </message>
    <message>
        <source>&lt;b&gt;Kinora %1&lt;/b&gt;</source>
        <translation>&lt;b&gt;Kinora %1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>A studio that turns prompts into video, on this computer. It asks nothing of the network and tells nobody anything.

Built with Qt %1, FFmpeg, OpenCV and libtorch.</source>
        <translation>在这台电脑上把提示词变成视频的工作室。它不访问网络，也不向任何人发送任何信息。

基于 Qt %1、FFmpeg、OpenCV 和 libtorch 构建。</translation>
    </message>
</context>
<context>
    <name>kinora::ActionRegistry</name>
    <message>
        <source>Premiere-like</source>
        <translation>类似 Premiere</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>kinora::Actions</name>
    <message>
        <source>&amp;New Project</source>
        <translation>新建项目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open Project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>Generate &amp;First</source>
        <translation>优先生成(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Cancel Running Job</source>
        <translation>取消正在运行的任务(&amp;C)</translation>
    </message>
    <message>
        <source>Edit &amp;Prompt</source>
        <translation>编辑提示词(&amp;P)</translation>
    </message>
    <message>
        <source>Draw New &amp;Seed</source>
        <translation>抽取新种子(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Lock Seed</source>
        <translation>锁定种子(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Hold the Queue</source>
        <translation>暂停队列(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Pause Job</source>
        <translation>暂停任务(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Resume Job</source>
        <translation>继续任务(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Cancel Job</source>
        <translation>取消任务(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Finish Now</source>
        <translation>立即完成(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Try Again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Duplicate with New Seed</source>
        <translation>用新种子复制(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Variations…</source>
        <translation>变体(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;Edit Job…</source>
        <translation>编辑任务(&amp;E)…</translation>
    </message>
    <message>
        <source>Move &amp;Up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move &amp;Down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Move to &amp;Front</source>
        <translation>移到最前(&amp;F)</translation>
    </message>
    <message>
        <source>Re&amp;move from List</source>
        <translation>从列表移除(&amp;M)</translation>
    </message>
    <message>
        <source>Remove All &amp;Finished</source>
        <translation>移除所有已结束的任务(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Find Command…</source>
        <translation>查找命令(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Full Screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>写作(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Render</source>
        <translation>渲染(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Inspect</source>
        <translation>检查(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Save Layout As…</source>
        <translation>布局另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Re&amp;set Layout</source>
        <translation>重置布局(&amp;S)</translation>
    </message>
    <message>
        <source>Language of the &amp;System</source>
        <translation>系统语言(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Add Model Folder…</source>
        <translation>添加模型文件夹(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Look for Models Again</source>
        <translation>重新查找模型(&amp;L)</translation>
    </message>
    <message>
        <source>Show &amp;Log</source>
        <translation>显示日志(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About Kinora</source>
        <translation>关于 Kinora(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Import &amp;Cut (OpenTimelineIO)…</source>
        <translation>导入剪辑 (OpenTimelineIO)(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Take Settings From a File…</source>
        <translation>从文件取回设置(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Import Media…</source>
        <translation>导入媒体(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Add to Timeline</source>
        <translation>添加到时间线(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Relink Missing…</source>
        <translation>重新链接缺失的媒体(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Find Missing in the Media Folder</source>
        <translation>在媒体文件夹中查找缺失的媒体(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Merge Duplicates</source>
        <translation>合并重复项(&amp;M)</translation>
    </message>
    <message>
        <source>Remove from &amp;Project</source>
        <translation>从项目中移除(&amp;P)</translation>
    </message>
    <message>
        <source>Open Sa&amp;mple Project</source>
        <translation>打开示例项目(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Earlier Versions…</source>
        <translation>早期版本(&amp;E)…</translation>
    </message>
    <message>
        <source>Do What the Car&amp;d Offers</source>
        <translation>执行卡片上的建议(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Welcome Page</source>
        <translation>欢迎页(&amp;W)</translation>
    </message>
    <message>
        <source>Stop Running Job and &amp;Keep</source>
        <translation>停止正在运行的任务并保留(&amp;K)</translation>
    </message>
    <message>
        <source>Edit St&amp;yles…</source>
        <translation>编辑风格(&amp;Y)…</translation>
    </message>
    <message>
        <source>&amp;Use Model</source>
        <translation>使用此模型(&amp;U)</translation>
    </message>
    <message>
        <source>Show Model&apos;s L&amp;icence</source>
        <translation>显示模型的许可证(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Verify Model…</source>
        <translation>校验模型(&amp;V)…</translation>
    </message>
    <message>
        <source>Monitor: &amp;Clip</source>
        <translation>监视器：片段(&amp;C)</translation>
    </message>
    <message>
        <source>Monitor: &amp;Timeline</source>
        <translation>监视器：时间线(&amp;T)</translation>
    </message>
    <message>
        <source>Monitor: &amp;Live Preview</source>
        <translation>监视器：实时预览(&amp;L)</translation>
    </message>
    <message>
        <source>Monitor: C&amp;ompare</source>
        <translation>监视器：对比(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Preview While It Is Made</source>
        <translation>生成时预览(&amp;P)</translation>
    </message>
    <message>
        <source>Follow the &amp;Newest Step</source>
        <translation>跟随最新一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Branch From the Shown Step</source>
        <translation>从所示步骤分支(&amp;B)</translation>
    </message>
    <message>
        <source>Compare: &amp;Wipe</source>
        <translation>对比：划像(&amp;W)</translation>
    </message>
    <message>
        <source>Compare: &amp;Difference</source>
        <translation>对比：差异(&amp;D)</translation>
    </message>
    <message>
        <source>Compare: &amp;Side by Side</source>
        <translation>对比：并排(&amp;S)</translation>
    </message>
    <message>
        <source>Compare: E&amp;xchange A and B</source>
        <translation>对比：交换 A 和 B(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Paste as Keyframe</source>
        <translation>粘贴为关键帧(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remove Keyframe</source>
        <translation>删除关键帧(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Snap Keyframes to the Latent Grid</source>
        <translation>关键帧吸附到潜空间网格(&amp;S)</translation>
    </message>
    <message>
        <source>Export C&amp;ut (OpenTimelineIO, Final Cut Pro XML)…</source>
        <translation>导出剪辑 (OpenTimelineIO、Final Cut Pro XML)(&amp;U)…</translation>
    </message>
</context>
<context>
    <name>kinora::AddedEnding</name>
    <message>
        <source>%1 exists already. Replace it?</source>
        <translation>%1 已存在。要替换它吗？</translation>
    </message>
</context>
<context>
    <name>kinora::Application</name>
    <message>
        <source>Job %1 failed: %2</source>
        <translation>任务 %1 失败：%2</translation>
    </message>
    <message>
        <source>Job %1: %2</source>
        <translation>任务 %1：%2</translation>
    </message>
</context>
<context>
    <name>kinora::AspectPicker</name>
    <message>
        <source>Shape %1</source>
        <translation>形状 %1</translation>
    </message>
    <message>
        <source>Make the picture %1</source>
        <translation>把画面设为 %1</translation>
    </message>
</context>
<context>
    <name>kinora::AssetController</name>
    <message>
        <source>Import Media</source>
        <translation>导入媒体</translation>
    </message>
    <message>
        <source>%1 is in the project already.</source>
        <translation>%1 已在项目中。</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Where Is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message>
        <source>Relink %1</source>
        <translation>重新链接 %1</translation>
    </message>
    <message>
        <source>Find missing media</source>
        <translation>查找缺失的媒体</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were found again.</source>
        <translation>
            <numerusform>重新找到了 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Merge duplicates</source>
        <translation>合并重复项</translation>
    </message>
    <message>
        <source>Add to timeline</source>
        <translation>添加到时间线</translation>
    </message>
    <message>
        <source>Remove media</source>
        <translation>移除媒体</translation>
    </message>
    <message>
        <source>%1 is a still picture, and %2 was not; choose the video or one of its numbered pictures.</source>
        <translation>%1 是静态图片，而 %2 不是；请选择该视频或其编号图片中的一张。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the project are missing; relink them in the media panel.</source>
        <translation>
            <numerusform>项目缺少 %n 个文件；请在媒体面板中重新链接。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::AssetModel</name>
    <message>
        <source>The file is missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>The same as another one</source>
        <translation>与另一个相同</translation>
    </message>
</context>
<context>
    <name>kinora::AssetRow</name>
    <message numerus="yes">
        <source>%1 × %2, %n frame(s) at %3 fps</source>
        <translation>
            <numerusform>%1 × %2，%n 帧，%3 帧/秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keyframe(s)</source>
        <translation>
            <numerusform>%n 个关键帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s)</source>
        <translation>
            <numerusform>%n 个生成</numerusform>
        </translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>Used by %1</source>
        <translation>用于 %1</translation>
    </message>
    <message>
        <source>%1 × %2, picture</source>
        <translation>%1 × %2，图片</translation>
    </message>
</context>
<context>
    <name>kinora::AssetsPanel</name>
    <message>
        <source>Media of the project</source>
        <translation>项目中的媒体</translation>
    </message>
    <message>
        <source>Drop videos and pictures here, or choose Import Media.</source>
        <translation>将视频和图片拖放到此处，或选择“导入媒体”。</translation>
    </message>
</context>
<context>
    <name>kinora::BetweenView</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Making the picture in between…</source>
        <translation>正在生成中间画面…</translation>
    </message>
    <message>
        <source>Scene cut between frames %1 and %2: nothing is made here</source>
        <translation>第 %1 帧和第 %2 帧之间是镜头切换：此处不生成画面</translation>
    </message>
    <message>
        <source>Made between frames %1 and %2</source>
        <translation>生成于第 %1 帧和第 %2 帧之间</translation>
    </message>
    <message>
        <source>Frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>Scene cut: nothing is made here, the nearer frame is shown</source>
        <translation>镜头切换：此处不生成画面，显示较近的一帧</translation>
    </message>
    <message>
        <source>Made: halfway between</source>
        <translation>生成的中间画面</translation>
    </message>
</context>
<context>
    <name>kinora::BladeTool</name>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
</context>
<context>
    <name>kinora::BranchBanner</name>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Goes on from step %1 of job %2. Model, size and length stay.</source>
        <translation>将从任务 %2 的第 %1 步继续。模型、尺寸和时长保持不变。</translation>
    </message>
    <message>
        <source>Cancel Branch</source>
        <translation>取消分支</translation>
    </message>
    <message>
        <source>The next generation starts from noise again</source>
        <translation>下一次生成重新从噪声开始</translation>
    </message>
</context>
<context>
    <name>kinora::ButtonActions</name>
    <message>
        <source>No keyframe is chosen.</source>
        <translation>没有选中关键帧。</translation>
    </message>
    <message>
        <source>The clipboard holds no picture and no file.</source>
        <translation>剪贴板中没有图片或文件。</translation>
    </message>
    <message>
        <source>No model that can be run is chosen.</source>
        <translation>没有选中可运行的模型。</translation>
    </message>
    <message>
        <source>The chosen model has no licence file.</source>
        <translation>所选模型没有许可证文件。</translation>
    </message>
    <message>
        <source>No model that can be run is chosen, or it is being verified.</source>
        <translation>没有选中可运行的模型，或者正在校验它。</translation>
    </message>
    <message>
        <source>There are no two takes to compare.</source>
        <translation>没有两个可对比的镜次。</translation>
    </message>
    <message>
        <source>No step was made yet.</source>
        <translation>还没有完成任何一步。</translation>
    </message>
    <message>
        <source>There is no step to branch from.</source>
        <translation>没有可以分支的步骤。</translation>
    </message>
</context>
<context>
    <name>kinora::ClipCommands</name>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Ripple delete</source>
        <translation>波纹删除</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Close gap</source>
        <translation>闭合空隙</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>编组</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>取消编组</translation>
    </message>
    <message>
        <source>Unmute clip</source>
        <translation>取消静音片段</translation>
    </message>
    <message>
        <source>Mute clip</source>
        <translation>静音片段</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>修剪</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>滑移</translation>
    </message>
    <message>
        <source>There is no clip under the playhead</source>
        <translation>播放头下没有片段</translation>
    </message>
    <message>
        <source>Hold keyframe</source>
        <translation>保留关键帧</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>滚动</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>滑动</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
</context>
<context>
    <name>kinora::ClipPainter</name>
    <message>
        <source>Making: %1</source>
        <translation>正在生成：%1</translation>
    </message>
    <message>
        <source>Offline: %1</source>
        <translation>离线：%1</translation>
    </message>
</context>
<context>
    <name>kinora::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type the name of a command</source>
        <translation>输入命令名称</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
</context>
<context>
    <name>kinora::CompareCanvas</name>
    <message>
        <source>Comparison of two pictures</source>
        <translation>两幅画面的比较</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
</context>
<context>
    <name>kinora::CompareView</name>
    <message>
        <source>Choose two takes to compare</source>
        <translation>请选择两个要比较的镜次</translation>
    </message>
    <message>
        <source>A: %1    B: %2</source>
        <translation>A：%1    B：%2</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>划像</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Exchange A and B</source>
        <translation>交换 A 和 B</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对比对象</translation>
    </message>
    <message>
        <source>No other take</source>
        <translation>没有其他镜次</translation>
    </message>
    <message>
        <source>move it with %1 and %2</source>
        <translation>用 %1 和 %2 移动</translation>
    </message>
    <message>
        <source>What to compare with</source>
        <translation>用来对比的内容</translation>
    </message>
</context>
<context>
    <name>kinora::ConditionRows</name>
    <message>
        <source>Keyframes</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Frame of %1</source>
        <translation>%1 的帧</translation>
    </message>
    <message>
        <source>Strength of %1</source>
        <translation>%1 的强度</translation>
    </message>
    <message>
        <source>Its strength follows a curve; a number here replaces that.</source>
        <translation>它的强度随曲线变化；在此填写数字会取代曲线。</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>去掉 %1</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
</context>
<context>
    <name>kinora::CurveCommands</name>
    <message>
        <source>Add a curve point</source>
        <translation>添加曲线点</translation>
    </message>
    <message>
        <source>Remove the curve point</source>
        <translation>删除曲线点</translation>
    </message>
    <message>
        <source>Curve point: one frame back</source>
        <translation>曲线点：后退一帧</translation>
    </message>
    <message>
        <source>Curve point: one frame on</source>
        <translation>曲线点：前进一帧</translation>
    </message>
    <message>
        <source>Curve point: ten frames back</source>
        <translation>曲线点：后退十帧</translation>
    </message>
    <message>
        <source>Curve point: ten frames on</source>
        <translation>曲线点：前进十帧</translation>
    </message>
    <message>
        <source>Curve point: a little stronger</source>
        <translation>曲线点：稍强</translation>
    </message>
    <message>
        <source>Curve point: a little weaker</source>
        <translation>曲线点：稍弱</translation>
    </message>
    <message>
        <source>Curve point: much stronger</source>
        <translation>曲线点：强得多</translation>
    </message>
    <message>
        <source>Curve point: much weaker</source>
        <translation>曲线点：弱得多</translation>
    </message>
    <message>
        <source>Hold until the next point</source>
        <translation>保持到下一个点</translation>
    </message>
    <message>
        <source>Straight to the next point</source>
        <translation>直线到下一个点</translation>
    </message>
    <message>
        <source>Smooth to the next point</source>
        <translation>平滑到下一个点</translation>
    </message>
</context>
<context>
    <name>kinora::CurveEditor</name>
    <message>
        <source>Choose a keyframe to edit its strength over time</source>
        <translation>选择一个关键帧以编辑其强度随时间的变化</translation>
    </message>
    <message>
        <source>Double-click to add a point</source>
        <translation>双击以添加点</translation>
    </message>
    <message>
        <source>Strength curve</source>
        <translation>强度曲线</translation>
    </message>
    <message>
        <source>%1 adds a point; arrows move it, %2 removes it, %3, %4 and %5 choose how the curve goes on</source>
        <translation>%1 添加点；方向键移动它，%2 删除它，%3、%4 和 %5 选择曲线如何继续</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
</context>
<context>
    <name>kinora::CurveHandle</name>
    <message>
        <source>Point at frame %1, strength %2</source>
        <translation>第 %1 帧的点，强度 %2</translation>
    </message>
</context>
<context>
    <name>kinora::CutExchange</name>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
</context>
<context>
    <name>kinora::Document</name>
    <message>
        <source>Recover unsaved changes</source>
        <translation>恢复未保存的更改</translation>
    </message>
    <message>
        <source>The journal of unsaved changes could not be read; it is kept as %1.</source>
        <translation>未保存更改的日志无法读取，已保留为 %1。</translation>
    </message>
</context>
<context>
    <name>kinora::EditDrag</name>
    <message>
        <source>%1%2 frames</source>
        <translation>%1%2 帧</translation>
    </message>
</context>
<context>
    <name>kinora::ErrorText</name>
    <message>
        <source>File problem</source>
        <translation>文件问题</translation>
    </message>
    <message>
        <source>%1 cannot be read or written.</source>
        <translation>无法读取或写入 %1。</translation>
    </message>
    <message>
        <source>Check that the disk has room and that the folder may be written to.</source>
        <translation>请检查磁盘空间以及文件夹是否可写。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>There is not enough memory for this size and length.</source>
        <translation>内存不足以生成此尺寸和时长。</translation>
    </message>
    <message>
        <source>About %1 are needed and %2 are free.</source>
        <translation>约需 %1，可用 %2。</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Lower the size or the length, or close other programs.</source>
        <translation>请减小尺寸或时长，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Retry smaller</source>
        <translation>缩小后重试</translation>
    </message>
    <message>
        <source>The model process ended</source>
        <translation>模型进程已结束</translation>
    </message>
    <message>
        <source>The steps made so far are kept; trying again goes on from the last one.</source>
        <translation>已完成的步骤已保留；重试会从最后一步继续。</translation>
    </message>
    <message>
        <source>The model process does not start</source>
        <translation>模型进程无法启动</translation>
    </message>
    <message>
        <source>The program that runs models could not be started.</source>
        <translation>无法启动运行模型的程序。</translation>
    </message>
    <message>
        <source>Look for kinora-cli beside the program; the log says more.</source>
        <translation>请检查程序旁是否有 kinora-cli；详情见日志。</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>It ended by itself with status %1.</source>
        <translation>它自行结束，状态为 %1。</translation>
    </message>
    <message>
        <source>It was ended by signal %1.</source>
        <translation>它被信号 %1 终止。</translation>
    </message>
    <message>
        <source>The system ended it because memory ran out.</source>
        <translation>因内存耗尽，系统终止了它。</translation>
    </message>
    <message>
        <source>It gave an answer that was not understood.</source>
        <translation>它给出了无法理解的应答。</translation>
    </message>
    <message>
        <source>This cannot be generated</source>
        <translation>无法生成</translation>
    </message>
    <message>
        <source>The prompt is empty.</source>
        <translation>提示词为空。</translation>
    </message>
    <message>
        <source>Describe what the video should show.</source>
        <translation>请描述视频应展示的内容。</translation>
    </message>
    <message>
        <source>There is no model that can be run.</source>
        <translation>没有可以运行的模型。</translation>
    </message>
    <message>
        <source>Add a folder with models.</source>
        <translation>请添加包含模型的文件夹。</translation>
    </message>
    <message>
        <source>Open models</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>The step to go on from is not kept any more.</source>
        <translation>要继续的步骤已不再保留。</translation>
    </message>
    <message>
        <source>Start the generation anew.</source>
        <translation>请重新开始生成。</translation>
    </message>
    <message>
        <source>Damaged model</source>
        <translation>模型已损坏</translation>
    </message>
    <message>
        <source>%1 is not what it should be.</source>
        <translation>%1 与应有的内容不符。</translation>
    </message>
    <message>
        <source>Get the file again, or choose another model.</source>
        <translation>请重新获取该文件，或选择其他模型。</translation>
    </message>
    <message>
        <source>Unknown kind of model</source>
        <translation>未知的模型类型</translation>
    </message>
    <message>
        <source>Kinora cannot run this model.</source>
        <translation>Kinora 无法运行此模型。</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>请选择其他模型。</translation>
    </message>
    <message>
        <source>The device failed</source>
        <translation>设备出错</translation>
    </message>
    <message>
        <source>The device that computes reported an error.</source>
        <translation>计算设备报告了错误。</translation>
    </message>
    <message>
        <source>Trying again starts a fresh model process.</source>
        <translation>重试会启动新的模型进程。</translation>
    </message>
    <message>
        <source>Media problem</source>
        <translation>媒体问题</translation>
    </message>
    <message>
        <source>Check that the file is there and that the disk has room.</source>
        <translation>请检查文件是否存在以及磁盘空间。</translation>
    </message>
    <message>
        <source>The project cannot be opened</source>
        <translation>无法打开项目</translation>
    </message>
    <message>
        <source>This cannot be done</source>
        <translation>无法执行此操作</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出现问题</translation>
    </message>
    <message>
        <source>The log says more.</source>
        <translation>详情见日志。</translation>
    </message>
    <message>
        <source>A branch keeps the model, the size and the length of its job.</source>
        <translation>分支须沿用原任务的模型、尺寸和时长。</translation>
    </message>
    <message>
        <source>Set them back, or cancel the branch.</source>
        <translation>请改回原来的设置，或取消分支。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Retry shorter</source>
        <translation>缩短后重试</translation>
    </message>
    <message>
        <source>The steps made so far are kept; decoding in tiles goes on from them and needs less.</source>
        <translation>已完成的步骤都保留着；从它们开始分块解码，所需内存更少。</translation>
    </message>
    <message>
        <source>Tile the decode</source>
        <translation>分块解码</translation>
    </message>
    <message>
        <source>Run although memory is short</source>
        <translation>内存不足也运行</translation>
    </message>
    <message>
        <source>Memory ran out while the frames were decoded.</source>
        <translation>解码画面时内存用尽。</translation>
    </message>
    <message>
        <source>This model cannot be run: %1.</source>
        <translation>无法运行此模型：%1。</translation>
    </message>
    <message>
        <source>Choose another model, or add a folder with models.</source>
        <translation>请选择其他模型，或添加含有模型的文件夹。</translation>
    </message>
</context>
<context>
    <name>kinora::ExportDialog</name>
    <message>
        <source>MP4, H.264 - plays everywhere</source>
        <translation>MP4，H.264 - 随处可播放</translation>
    </message>
    <message>
        <source>MP4, AV1 - small</source>
        <translation>MP4，AV1 - 体积小</translation>
    </message>
    <message>
        <source>MOV, ProRes 422 HQ - for editing</source>
        <translation>MOV，ProRes 422 HQ - 用于剪辑</translation>
    </message>
    <message>
        <source>WebM, VP9 - for the web</source>
        <translation>WebM，VP9 - 用于网页</translation>
    </message>
    <message>
        <source>MKV, FFV1 - lossless</source>
        <translation>MKV，FFV1 - 无损</translation>
    </message>
    <message>
        <source>Numbered PNG pictures - lossless</source>
        <translation>带编号的 PNG 图片 - 无损</translation>
    </message>
    <message>
        <source>GIF - 255 colours</source>
        <translation>GIF - 255 色</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Exports</source>
        <translation>导出任务</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Choose File</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Whole timeline</source>
        <translation>整个时间线</translation>
    </message>
    <message>
        <source>From the in to the out point</source>
        <translation>从入点到出点</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>As the timeline (%1)</source>
        <translation>与时间线相同 (%1)</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>With the sound of the clips</source>
        <translation>包含片段的声音</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Replace a file of that name</source>
        <translation>替换同名文件</translation>
    </message>
    <message>
        <source>As the timeline (%1 × %2)</source>
        <translation>与时间线相同 (%1 × %2)</translation>
    </message>
    <message>
        <source>Half</source>
        <translation>一半</translation>
    </message>
    <message>
        <source>Double</source>
        <translation>两倍</translation>
    </message>
    <message>
        <source>Own size</source>
        <translation>自定义尺寸</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>There is nothing on the timeline to export.</source>
        <translation>时间线上没有可导出的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s), %1 s, with the recipes of all takes that are seen. Every file is read back and checked.</source>
        <translation>
            <numerusform>%n 帧，%1 秒，包含所有可见镜次的配方。每个文件都会被重新读取并检查。</numerusform>
        </translation>
    </message>
    <message>
        <source>No exports yet</source>
        <translation>还没有导出任务</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>Estimate: %1</source>
        <translation>估计：%1</translation>
    </message>
    <message>
        <source>No estimate can be made.</source>
        <translation>无法估计。</translation>
    </message>
    <message>
        <source>Estimating size and time…</source>
        <translation>正在估计大小和时间…</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) are not made yet and will be black.</source>
        <translation>
            <numerusform>有 %n 个片段尚未生成，将显示为黑色。</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing files</source>
        <translation>缺少文件</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) that the export needs are missing, so that it will fail; relink them in the media panel first.</source>
        <translation>
            <numerusform>导出所需的 %n 个文件缺失，导出会失败；请先在媒体面板中重新链接。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ExportEstimate</name>
    <message>
        <source>less than a second</source>
        <translation>不到一秒</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>约 %1 秒</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>about %1 h</source>
        <translation>约 %1 小时</translation>
    </message>
    <message>
        <source>about %1, %2</source>
        <translation>约 %1，%2</translation>
    </message>
</context>
<context>
    <name>kinora::ExportRow</name>
    <message>
        <source>Waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Frame %1 of %2</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message numerus="yes">
        <source>Done and checked: %n frame(s)</source>
        <translation>
            <numerusform>已完成并检查：%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Stopped at frame %1 of %2</source>
        <translation>停在第 %1 帧（共 %2 帧）</translation>
    </message>
</context>
<context>
    <name>kinora::ExportRows</name>
    <message>
        <source>Exports</source>
        <translation>导出任务</translation>
    </message>
</context>
<context>
    <name>kinora::FrameCanvas</name>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
</context>
<context>
    <name>kinora::FrameForm</name>
    <message>
        <source>%1 became %2: this model makes multiples of %3 pixels.</source>
        <translation>%1 已改为 %2：此模型的边长须为 %3 像素的倍数。</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 帧/秒</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s became %2 s: this model makes 1 + a multiple of %3 frames.</source>
        <translation>%1 秒已改为 %2 秒：此模型的帧数须为 1 加 %3 的倍数。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <source>Duration in seconds</source>
        <translation>时长（秒）</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Frames that will be made</source>
        <translation>将生成的帧数</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>What was rounded</source>
        <translation>已取整的数值</translation>
    </message>
</context>
<context>
    <name>kinora::FullScreenView</name>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
</context>
<context>
    <name>kinora::GeneratePanel</name>
    <message>
        <source>Edit prompt</source>
        <translation>编辑提示词</translation>
    </message>
    <message>
        <source>Edit negative prompt</source>
        <translation>编辑负面提示词</translation>
    </message>
    <message>
        <source>Choose style</source>
        <translation>选择风格</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Make it fit</source>
        <translation>改为可容纳的设置</translation>
    </message>
    <message>
        <source>Change size</source>
        <translation>更改尺寸</translation>
    </message>
    <message>
        <source>Change duration</source>
        <translation>更改时长</translation>
    </message>
    <message>
        <source>Change frame rate</source>
        <translation>更改帧率</translation>
    </message>
    <message>
        <source>Change steps</source>
        <translation>更改步数</translation>
    </message>
    <message>
        <source>Change guidance</source>
        <translation>更改引导强度</translation>
    </message>
    <message>
        <source>Choose scheduler</source>
        <translation>选择调度器</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>更改种子</translation>
    </message>
    <message>
        <source>Change variations</source>
        <translation>更改变体数</translation>
    </message>
    <message>
        <source>Lock seed</source>
        <translation>锁定种子</translation>
    </message>
    <message>
        <source>Unlock seed</source>
        <translation>解锁种子</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Describe what the video should show</source>
        <translation>描述视频应展示的内容</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>What the video should not show</source>
        <translation>视频中不应出现的内容</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>Show the negative prompt</source>
        <translation>显示负面提示词</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
</context>
<context>
    <name>kinora::GeneratingCommands</name>
    <message>
        <source>Put the playhead into a gap between two clips</source>
        <translation>请把播放头放到两个片段之间的空隙中</translation>
    </message>
    <message>
        <source>Select a clip first</source>
        <translation>请先选择一个片段</translation>
    </message>
    <message>
        <source>This clip is still being made</source>
        <translation>此片段仍在生成中</translation>
    </message>
    <message>
        <source>Mark a range inside the clip with the in and the out point</source>
        <translation>请用入点和出点在片段内标出范围</translation>
    </message>
    <message>
        <source>This clip shows no take; restyle it instead</source>
        <translation>此片段显示的不是镜次；请改用“改变风格”</translation>
    </message>
    <message>
        <source>No clip touches the end of this one, and none on another track overlaps it</source>
        <translation>没有片段与此片段的结尾相接，其他轨道上也没有与它重叠的片段</translation>
    </message>
</context>
<context>
    <name>kinora::GenerationAsk</name>
    <message>
        <source>%1 frames instead of %2</source>
        <translation>%1 帧（而非 %2 帧）</translation>
    </message>
    <message>
        <source>New frames: %1</source>
        <translation>新帧：%1</translation>
    </message>
    <message>
        <source>conditioning frames: %1</source>
        <translation>条件帧：%1</translation>
    </message>
    <message>
        <source>the model makes %1</source>
        <translation>模型生成 %1 帧</translation>
    </message>
    <message>
        <source>runs: %1</source>
        <translation>运行次数：%1</translation>
    </message>
    <message>
        <source>Extend backwards</source>
        <translation>向前延长</translation>
    </message>
    <message>
        <source>Extend forwards</source>
        <translation>向后延长</translation>
    </message>
    <message>
        <source>Fill the gap</source>
        <translation>填补空隙</translation>
    </message>
    <message>
        <source>Make the range again</source>
        <translation>重新生成范围</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Restyle</source>
        <translation>改变风格</translation>
    </message>
    <message>
        <source>Make again with other words</source>
        <translation>换一种描述重新生成</translation>
    </message>
    <message>
        <source>Prompts one after the other</source>
        <translation>依次使用多个提示词</translation>
    </message>
</context>
<context>
    <name>kinora::GenerationController</name>
    <message>
        <source>New seed</source>
        <translation>新种子</translation>
    </message>
    <message>
        <source>Branch from step %1</source>
        <translation>从第 %1 步分支</translation>
    </message>
</context>
<context>
    <name>kinora::GenerationEstimate</name>
    <message>
        <source>about %1 of memory</source>
        <translation>约需 %1 内存</translation>
    </message>
    <message>
        <source>time not known yet</source>
        <translation>时间尚不清楚</translation>
    </message>
    <message>
        <source>less than a second</source>
        <translation>不到一秒</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n 个版本</numerusform>
        </translation>
    </message>
    <message>
        <source>needs about %1 of memory, and only %2 are free</source>
        <translation>约需 %1 内存，而可用的只有 %2</translation>
    </message>
</context>
<context>
    <name>kinora::ImportExport</name>
    <message>
        <source>Import Cut</source>
        <translation>导入剪辑</translation>
    </message>
    <message>
        <source>OpenTimelineIO (*.otio)</source>
        <translation>OpenTimelineIO (*.otio)</translation>
    </message>
    <message>
        <source>Take Settings From</source>
        <translation>从文件取回设置</translation>
    </message>
    <message>
        <source>%1 is exported.</source>
        <translation>%1 已导出。</translation>
    </message>
    <message>
        <source>The cut is in %1.</source>
        <translation>剪辑已保存在 %1。</translation>
    </message>
    <message>
        <source>The cut is on tracks of its own, above the others.</source>
        <translation>剪辑位于其他轨道之上的独立轨道。</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪辑</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The settings are in the generate panel.</source>
        <translation>设置已放入生成面板。</translation>
    </message>
    <message>
        <source>Export Cut</source>
        <translation>导出剪辑</translation>
    </message>
    <message>
        <source>Sample Project</source>
        <translation>示例项目</translation>
    </message>
    <message>
        <source>Final Cut Pro XML (*.xml)</source>
        <translation>Final Cut Pro XML (*.xml)</translation>
    </message>
    <message>
        <source>The export stops; it can go on, from the queue, when Kinora is started again.</source>
        <translation>导出会停止；下次启动 Kinora 后，可以在队列中继续。</translation>
    </message>
</context>
<context>
    <name>kinora::InterpolateDialog</name>
    <message>
        <source>Interpolate %1</source>
        <translation>插帧：%1</translation>
    </message>
    <message>
        <source>Interpolate</source>
        <translation>插帧</translation>
    </message>
    <message>
        <source>Previous cut or hard place</source>
        <translation>上一个切换点或困难处</translation>
    </message>
    <message>
        <source>Place of the preview</source>
        <translation>预览位置</translation>
    </message>
    <message>
        <source>Next cut or hard place</source>
        <translation>下一个切换点或困难处</translation>
    </message>
    <message>
        <source>Scene cuts</source>
        <translation>镜头切换</translation>
    </message>
    <message>
        <source>What motion cannot bridge</source>
        <translation>运动无法衔接之处</translation>
    </message>
    <message>
        <source>What will be made</source>
        <translation>将要生成的内容</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The clip no longer shows what it did.</source>
        <translation>片段显示的内容已经改变。</translation>
    </message>
    <message>
        <source>%1 s at %2 frames a second become %3 s at %4 frames a second.</source>
        <translation>%1 秒、%2 帧/秒将变为 %3 秒、%4 帧/秒。</translation>
    </message>
    <message>
        <source>The sound is stretched along, at its pitch.</source>
        <translation>声音随之拉长，音高不变。</translation>
    </message>
    <message>
        <source>The sound stays.</source>
        <translation>声音保持不变。</translation>
    </message>
    <message>
        <source>This timeline shows %1 frames a second; export it at %2 to see all of them.</source>
        <translation>此时间线每秒显示 %1 帧；以 %2 帧/秒导出才能看到全部。</translation>
    </message>
    <message>
        <source>No scene cuts.</source>
        <translation>没有镜头切换。</translation>
    </message>
    <message numerus="yes">
        <source>%n scene cut(s) (frame %1): nothing is blended across.</source>
        <translation>
            <numerusform>%n 处镜头切换（第 %1 帧）：不会跨越切换混合画面。</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for scene cuts: %1 of %2 frames.</source>
        <translation>正在查找镜头切换：%1 / %2 帧。</translation>
    </message>
    <message>
        <source>Where motion is not enough, cut the place out and use Fill the Gap: it makes new frames with a video model.</source>
        <translation>运动不足以衔接之处，请剪掉该处并使用“填补空隙”：它用视频模型生成新的帧。</translation>
    </message>
    <message>
        <source>Motion is taken from what two frames share. Water, fire, flicker and what crosses much of the picture at once come out as a blend.</source>
        <translation>运动取自两帧共有的内容。水、火、闪烁以及一下子掠过大半画面的物体会变成混合画面。</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) where motion alone will not do (frame %1): more changes than moves, and it comes out as a blend.</source>
        <translation>
            <numerusform>%n 处仅靠运动不够（第 %1 帧）：变化多于移动，结果会是混合画面。</numerusform>
        </translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>kinora::InterpolationController</name>
    <message>
        <source>%1 is interpolated.</source>
        <translation>%1 已完成插帧。</translation>
    </message>
    <message numerus="yes">
        <source>%1 is interpolated; nothing was blended across %n scene cut(s).</source>
        <translation>
            <numerusform>%1 已完成插帧；%n 处镜头切换未混合画面。</numerusform>
        </translation>
    </message>
    <message>
        <source>Interpolating was stopped.</source>
        <translation>插帧已停止。</translation>
    </message>
    <message>
        <source>An interpolated clip is ready. It comes in with your next edit, or when everything is redone.</source>
        <translation>一个插帧片段已就绪。它会在您下一次编辑时或全部重做后加入。</translation>
    </message>
</context>
<context>
    <name>kinora::InterpolationEngine</name>
    <message>
        <source>Optical flow</source>
        <translation>光流</translation>
    </message>
    <message>
        <source>RIFE (a network)</source>
        <translation>RIFE（神经网络）</translation>
    </message>
    <message>
        <source>RIFE needs weights that do not come with Kinora: a folder with flownet.safetensors, of RIFE 4.25 or 4.26.</source>
        <translation>RIFE 需要 Kinora 未附带的权重：一个含有 flownet.safetensors 的文件夹，版本为 RIFE 4.25 或 4.26。</translation>
    </message>
    <message>
        <source>RIFE&apos;s weights are no longer in %1.</source>
        <translation>RIFE 的权重已不在 %1 中。</translation>
    </message>
</context>
<context>
    <name>kinora::InterpolationForm</name>
    <message>
        <source>Replace repeated frames by motion</source>
        <translation>用运动替换重复的帧</translation>
    </message>
    <message>
        <source>Repeated frames</source>
        <translation>重复的帧</translation>
    </message>
    <message>
        <source>Make the clip longer and move what follows</source>
        <translation>延长片段并后移其后的内容</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Smooth motion: more frames in the same time</source>
        <translation>流畅：时长不变，帧数更多</translation>
    </message>
    <message>
        <source>Slow motion: more time at the same rate</source>
        <translation>慢动作：帧率不变，时长更长</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>By a factor</source>
        <translation>按倍数</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>To a rate</source>
        <translation>按帧率</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>times as many</source>
        <translation>倍帧数</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>帧/秒</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>%1 - not here</source>
        <translation>%1 - 不可用</translation>
    </message>
    <message>
        <source>Slow motion needs a rate above %1, that of the clip.</source>
        <translation>慢动作需要高于片段自身帧率 %1 的帧率。</translation>
    </message>
    <message>
        <source>The clip has this rate already.</source>
        <translation>片段已是此帧率。</translation>
    </message>
    <message>
        <source>At most %1 times as many frames can be made.</source>
        <translation>最多可生成 %1 倍的帧。</translation>
    </message>
    <message>
        <source>Replace them by motion (animation on twos); none found</source>
        <translation>用运动替换（一拍二动画）；未发现</translation>
    </message>
    <message numerus="yes">
        <source>Replace them by motion (animation on twos); %n found</source>
        <translation>
            <numerusform>用运动替换（一拍二动画）；发现 %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>RIFE&apos;s Weights…</source>
        <translation>RIFE 的权重…</translation>
    </message>
    <message>
        <source>Choose the folder that RIFE&apos;s weights are in</source>
        <translation>选择 RIFE 权重所在的文件夹</translation>
    </message>
    <message>
        <source>About the engines</source>
        <translation>关于引擎</translation>
    </message>
    <message>
        <source>The folder that RIFE&apos;s weights are in</source>
        <translation>RIFE 权重所在的文件夹</translation>
    </message>
    <message>
        <source>Replace them by motion (animation on twos)</source>
        <translation>用运动替换（一拍二动画）</translation>
    </message>
    <message>
        <source>At most %1 frames a second can be made.</source>
        <translation>每秒最多可生成 %1 帧。</translation>
    </message>
</context>
<context>
    <name>kinora::InterpolationRows</name>
    <message>
        <source>Interpolations</source>
        <translation>插帧</translation>
    </message>
    <message>
        <source>Pause interpolating</source>
        <translation>暂停插帧</translation>
    </message>
    <message>
        <source>Go on interpolating</source>
        <translation>继续插帧</translation>
    </message>
    <message>
        <source>Give up interpolating</source>
        <translation>放弃插帧</translation>
    </message>
</context>
<context>
    <name>kinora::Interpolations</name>
    <message>
        <source>Waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Frame %1 of %2</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>Interpolating: %1</source>
        <translation>正在插帧：%1</translation>
    </message>
    <message>
        <source>Interpolate %1</source>
        <translation>插帧：%1</translation>
    </message>
    <message>
        <source>What was interpolated is among the media, but not in its clip: %1.</source>
        <translation>插帧结果已在媒体中，但未放入其片段：%1。</translation>
    </message>
    <message>
        <source>slow motion</source>
        <translation>慢动作</translation>
    </message>
    <message>
        <source>Waits at frame %1 of %2</source>
        <translation>等待中，已到第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source>Ready; comes into %1 when that is open and nothing is left to redo</source>
        <translation>已完成；%1 打开且没有可重做的操作时并入</translation>
    </message>
    <message>
        <source>Paused at frame %1 of %2</source>
        <translation>已暂停于第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>%1x slow</source>
        <translation>%1 倍慢动作</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 帧/秒</translation>
    </message>
</context>
<context>
    <name>kinora::JobEditor</name>
    <message>
        <source>Edit Job</source>
        <translation>编辑任务</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>Draw New Seed</source>
        <translation>抽取新种子</translation>
    </message>
    <message>
        <source>Lock Seed</source>
        <translation>锁定种子</translation>
    </message>
    <message>
        <source>The timeline waits for just this length.</source>
        <translation>时间线正等待恰好这个长度。</translation>
    </message>
    <message>
        <source>With other settings it begins anew: the steps that were made are dropped.</source>
        <translation>换用其他设置会重新开始：已完成的步骤将被丢弃。</translation>
    </message>
</context>
<context>
    <name>kinora::JobText</name>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>frame %1 of %2</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source>model process restarted</source>
        <translation>模型进程已重启</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>正在读取提示词</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>正在去噪</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>正在解码</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>the queue is held</source>
        <translation>队列已暂停</translation>
    </message>
    <message>
        <source>number %1 in line</source>
        <translation>排在第 %1 位</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>The queue goes on with its jobs when Kinora is started again (running: %1, waiting: %2).</source>
        <translation>下次启动 Kinora 时，队列会继续处理其中的任务（正在运行：%1，等待中：%2）。</translation>
    </message>
</context>
<context>
    <name>kinora::KeyframeController</name>
    <message>
        <source>Change keyframe</source>
        <translation>更改关键帧</translation>
    </message>
    <message>
        <source>Remove keyframe</source>
        <translation>移除关键帧</translation>
    </message>
    <message>
        <source>Add keyframe</source>
        <translation>添加关键帧</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were left out: from frame %1 on, the clip has no more latent frames.</source>
        <translation>
            <numerusform>%n 个文件未被采用：从第 %1 帧起，该片段没有更多的潜空间帧。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::KeyframePanel</name>
    <message>
        <source>Keyframes</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Curve point</source>
        <translation>曲线点</translation>
    </message>
    <message>
        <source>Frame of the keyframe</source>
        <translation>关键帧所在的帧</translation>
    </message>
    <message>
        <source>Length of the keyframe in frames</source>
        <translation>关键帧的长度（帧）</translation>
    </message>
    <message>
        <source>Strength of the keyframe</source>
        <translation>关键帧的强度</translation>
    </message>
    <message>
        <source>1 keeps the frames, 0 ignores them; a curve takes its place</source>
        <translation>1 保持这些帧，0 忽略它们；有曲线时以曲线为准</translation>
    </message>
    <message>
        <source>Frame of the curve point</source>
        <translation>曲线点所在的帧</translation>
    </message>
    <message>
        <source>Strength of the curve point</source>
        <translation>曲线点的强度</translation>
    </message>
    <message>
        <source>Snap to the latent grid</source>
        <translation>吸附到潜空间网格</translation>
    </message>
    <message>
        <source>Alt lets go</source>
        <translation>按住 Alt 可松开</translation>
    </message>
    <message>
        <source>Remove the keyframe</source>
        <translation>删除关键帧</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Add a curve point</source>
        <translation>添加曲线点</translation>
    </message>
    <message>
        <source>Remove the curve point</source>
        <translation>删除曲线点</translation>
    </message>
    <message>
        <source>Hold until the next point</source>
        <translation>保持到下一个点</translation>
    </message>
    <message>
        <source>Straight to the next point</source>
        <translation>直线到下一个点</translation>
    </message>
    <message>
        <source>Smooth to the next point</source>
        <translation>平滑到下一个点</translation>
    </message>
</context>
<context>
    <name>kinora::KeyframeStrip</name>
    <message>
        <source>Drop or paste images and clips here to keep to them</source>
        <translation>将图片和片段拖放或粘贴到此处，生成时会遵循它们</translation>
    </message>
    <message>
        <source>Frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>Keyframes</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Images and clips that the generation keeps to</source>
        <translation>生成时遵循的图片和片段</translation>
    </message>
    <message>
        <source>This model cannot keep to images</source>
        <translation>此模型无法遵循图片</translation>
    </message>
</context>
<context>
    <name>kinora::KeyframeTile</name>
    <message>
        <source>Keyframe at frame %1</source>
        <translation>第 %1 帧的关键帧</translation>
    </message>
    <message>
        <source>strength %1</source>
        <translation>强度 %1</translation>
    </message>
    <message>
        <source>strength by a curve</source>
        <translation>强度由曲线决定</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::LatentPlot</name>
    <message>
        <source>Latent statistics</source>
        <translation>潜变量统计</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Latent units</source>
        <translation>潜变量单位</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>No step has been made yet</source>
        <translation>还没有完成任何一步</translation>
    </message>
    <message>
        <source>Deviation %1, change %2</source>
        <translation>标准差 %1，变化 %2</translation>
    </message>
</context>
<context>
    <name>kinora::LatentRuler</name>
    <message>
        <source>Frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>Frame %1 is latent frame %2 alone</source>
        <translation>第 %1 帧独占潜空间帧 %2</translation>
    </message>
    <message>
        <source>Frame %1
Frames %2 to %3 share latent frame %4</source>
        <translation>第 %1 帧
第 %2 到 %3 帧共用潜空间帧 %4</translation>
    </message>
    <message>
        <source>Ruler</source>
        <translation>标尺</translation>
    </message>
    <message>
        <source>%1 frames; %2 share a latent frame, the first is alone</source>
        <translation>%1 帧；每 %2 帧共用一个潜空间帧，第一帧独占一个</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
</context>
<context>
    <name>kinora::LivePreview</name>
    <message>
        <source>Before the first step</source>
        <translation>第一步之前</translation>
    </message>
    <message>
        <source>No steps</source>
        <translation>没有步</translation>
    </message>
    <message>
        <source>Step %1 of %2, σ %3</source>
        <translation>第 %1 步，共 %2 步，σ %3</translation>
    </message>
    <message>
        <source>The first preview comes with a step</source>
        <translation>完成一步后会出现第一个预览</translation>
    </message>
    <message>
        <source>The preview is off; steps are made without it</source>
        <translation>预览已关闭；步骤照常进行</translation>
    </message>
    <message>
        <source>Live preview</source>
        <translation>实时预览</translation>
    </message>
    <message>
        <source>Shown step</source>
        <translation>显示的步</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Follow the newest step</source>
        <translation>跟随最新一步</translation>
    </message>
    <message>
        <source>Preview while it is made</source>
        <translation>生成时预览</translation>
    </message>
    <message>
        <source>Preview rate</source>
        <translation>预览频率</translation>
    </message>
    <message>
        <source>How often a preview is made; each costs a little time</source>
        <translation>多久生成一次预览；每次都会花一点时间</translation>
    </message>
    <message>
        <source>Every step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>At most every %1 s</source>
        <translation>最多每 %1 秒</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>停止并保留</translation>
    </message>
    <message>
        <source>Makes no more steps: what the newest step predicts becomes the take</source>
        <translation>不再继续：最新一步的预测成为镜次</translation>
    </message>
    <message>
        <source>Branch from here…</source>
        <translation>从此处分支…</translation>
    </message>
    <message>
        <source>Branch from here</source>
        <translation>从此处分支</translation>
    </message>
    <message>
        <source>Starts another generation from the shown step</source>
        <translation>从显示的这一步开始另一次生成</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>This step is kept, without a picture; it can be branched from</source>
        <translation>这一步已保留，但没有画面；可以从它分支</translation>
    </message>
    <message>
        <source>Back through the steps so far (%1 and %2)</source>
        <translation>回看到目前为止的各步（%1 和 %2）</translation>
    </message>
    <message>
        <source>Preview size</source>
        <translation>预览大小</translation>
    </message>
    <message>
        <source>How many pixels stand for one latent</source>
        <translation>每个潜变量用多少像素显示</translation>
    </message>
    <message>
        <source>%1 × %1 pixels</source>
        <translation>%1 × %1 像素</translation>
    </message>
    <message>
        <source>After the last step there is nothing left to change; choose an earlier one.</source>
        <translation>最后一步之后已没有可改变的内容，请选择更早的一步。</translation>
    </message>
</context>
<context>
    <name>kinora::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>kinora::MainWindow</name>
    <message>
        <source>Choose model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销(&amp;U) %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做(&amp;R) %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Save Layout</source>
        <translation>保存布局</translation>
    </message>
    <message>
        <source>Name of the layout:</source>
        <translation>布局名称：</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>监视器</translation>
    </message>
    <message>
        <source>Keyframes</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体</translation>
    </message>
    <message>
        <source>A new take is ready. It comes in with your next edit, or when everything is redone.</source>
        <translation>新的镜次已完成。它会在下一次编辑或全部重做后加入项目。</translation>
    </message>
    <message>
        <source>The queue of jobs could not be read; it was moved to %1 with its steps, and the queue is empty now.</source>
        <translation>无法读取任务队列；它已连同其步骤移到 %1，现在队列是空的。</translation>
    </message>
    <message>
        <source>Models are still being looked for; the generation starts when they are found.</source>
        <translation>仍在查找模型，找到后即开始生成。</translation>
    </message>
</context>
<context>
    <name>kinora::MediaImport</name>
    <message numerus="yes">
        <source>%1 breaks off or is damaged; %n frame(s) of it can be used.</source>
        <translation>
            <numerusform>%1 中断或已损坏；其中 %n 帧可用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::MemoryPlot</name>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Seconds ago</source>
        <translation>秒前</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>GiB</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>No worker is running</source>
        <translation>没有正在运行的工作进程</translation>
    </message>
    <message>
        <source>Worker %1 GiB</source>
        <translation>工作进程 %1 GiB</translation>
    </message>
    <message>
        <source>Worker %1 GiB, device %2 GiB</source>
        <translation>工作进程 %1 GiB，设备 %2 GiB</translation>
    </message>
</context>
<context>
    <name>kinora::Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>打开最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>布局(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>语言(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>&amp;Media</source>
        <translation>媒体(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation>时间线(&amp;T)</translation>
    </message>
    <message>
        <source>Move and T&amp;rim</source>
        <translation>移动与修剪(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Markers and Range</source>
        <translation>标记与范围(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Playhead</source>
        <translation>播放头(&amp;P)</translation>
    </message>
    <message>
        <source>Selection and &amp;View</source>
        <translation>选择与视图(&amp;V)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Mo&amp;nitor</source>
        <translation>监视器(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;In and Out</source>
        <translation>入点和出点(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>画面(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Strength Curve</source>
        <translation>强度曲线(&amp;S)</translation>
    </message>
    <message>
        <source>Trac&amp;ks</source>
        <translation>轨道(&amp;K)</translation>
    </message>
    <message>
        <source>P&amp;age</source>
        <translation>页面(&amp;A)</translation>
    </message>
    <message>
        <source>Li&amp;ve Preview</source>
        <translation>实时预览(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Comparison</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keyframes</source>
        <translation>关键帧(&amp;K)</translation>
    </message>
</context>
<context>
    <name>kinora::ModelPicker</name>
    <message>
        <source>%1 · text, keyframes</source>
        <translation>%1 · 文本、关键帧</translation>
    </message>
    <message>
        <source>%1 · text</source>
        <translation>%1 · 文本</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>This model is not here.</source>
        <translation>此模型不在这里。</translation>
    </message>
    <message>
        <source>Needs about %1 of memory on %2: fits.</source>
        <translation>在 %2 上约需 %1 内存：可以容纳。</translation>
    </message>
    <message>
        <source>Needs about %1 of memory; %2 are free on %3.</source>
        <translation>约需 %1 内存；%3 上可用 %2。</translation>
    </message>
    <message>
        <source>Use %1 × %2</source>
        <translation>改用 %1 × %2</translation>
    </message>
    <message numerus="yes">
        <source>Use %n frame(s)</source>
        <translation>
            <numerusform>改用 %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What the model can do</source>
        <translation>模型的能力</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Fits in about %1 of memory on %2 if weights are read again at every step, which is slower.</source>
        <translation>在 %2 上约需 %1 内存即可运行，但每一步都要重新读取权重，会更慢。</translation>
    </message>
    <message>
        <source>fits in about %1, but slower</source>
        <translation>约 %1 可以容纳，但较慢</translation>
    </message>
    <message>
        <source>needs about %1: fits</source>
        <translation>约需 %1：可以容纳</translation>
    </message>
    <message>
        <source>needs about %1: %2 are free</source>
        <translation>约需 %1：可用 %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>kinora::ModelsPanel</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Cannot be run</source>
        <translation>无法运行</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>Can do</source>
        <translation>能力</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>常用设置</translation>
    </message>
    <message>
        <source>%1 × %2, %3 frames, %4 steps</source>
        <translation>%1 × %2，%3 帧，%4 步</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>multiples of %1 pixels</source>
        <translation>%1 像素的倍数</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>1 + a multiple of %1 frames</source>
        <translation>1 加 %1 的倍数帧</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>about %1; fits</source>
        <translation>约 %1；可以容纳</translation>
    </message>
    <message>
        <source>about %1; does not fit its usual size</source>
        <translation>约 %1；其常用尺寸无法容纳</translation>
    </message>
    <message>
        <source>%1, %2 M parameters, %3</source>
        <translation>%1，%2 M 参数，%3</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Add Model Folder</source>
        <translation>添加模型文件夹</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>关于此模型</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Look Again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Folders to look in, besides the Hugging Face cache:</source>
        <translation>除 Hugging Face 缓存外要查找的文件夹：</translation>
    </message>
    <message>
        <source>Model folders</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Reference to Compare With</source>
        <translation>选择用于比对的参考文件</translation>
    </message>
    <message>
        <source>Reference files (*.safetensors)</source>
        <translation>参考文件 (*.safetensors)</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>校验…</translation>
    </message>
    <message>
        <source>Compares the model&apos;s numbers with those of its reference implementation</source>
        <translation>将模型的计算结果与其参考实现的结果进行比对</translation>
    </message>
    <message>
        <source>about %1; fits if weights are read again at every step</source>
        <translation>约 %1；每一步重新读取权重即可容纳</translation>
    </message>
    <message>
        <source>No model was found. Add the folder of one, which holds a file model_index.json, or a folder of such folders.</source>
        <translation>没有找到模型。请添加模型文件夹（其中有 model_index.json 文件），或包含这类文件夹的文件夹。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>holds no model</source>
        <translation>其中没有模型</translation>
    </message>
</context>
<context>
    <name>kinora::Monitor</name>
    <message>
        <source>Monitor</source>
        <translation>监视器</translation>
    </message>
    <message>
        <source>What the monitor shows</source>
        <translation>监视器显示的内容</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Live preview</source>
        <translation>实时预览</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>镜次</translation>
    </message>
    <message>
        <source>The take that is shown</source>
        <translation>正在显示的镜次</translation>
    </message>
    <message>
        <source>No takes yet</source>
        <translation>还没有镜次</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Show new take</source>
        <translation>显示新镜次</translation>
    </message>
    <message>
        <source>Show live</source>
        <translation>显示实时预览</translation>
    </message>
    <message>
        <source>A take was made while you looked at something else.</source>
        <translation>您查看其他内容时，已生成一个新镜次。</translation>
    </message>
    <message>
        <source>A video is being made; what you look at stays until you say so.</source>
        <translation>正在生成视频；您正在查看的内容会保留，直到您切换。</translation>
    </message>
</context>
<context>
    <name>kinora::MoveDrag</name>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>kinora::OpeningNotice</name>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
</context>
<context>
    <name>kinora::PlaybackSound</name>
    <message>
        <source>The sound device does not answer; clips play without sound.</source>
        <translation>声音设备没有响应；片段将无声播放。</translation>
    </message>
    <message>
        <source>The sound of this clip takes too long to read; it plays without sound. Stop and play it again.</source>
        <translation>读取此片段的声音耗时过长，将无声播放。请停止后重新播放。</translation>
    </message>
</context>
<context>
    <name>kinora::PlotsPanel</name>
    <message>
        <source>Plots</source>
        <translation>图表</translation>
    </message>
</context>
<context>
    <name>kinora::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>自动选择最佳</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Show what a generation will become while it runs</source>
        <translation>生成过程中显示结果的预览</translation>
    </message>
    <message>
        <source>Previews</source>
        <translation>预览</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Keep steps up to</source>
        <translation>步骤记录上限</translation>
    </message>
    <message>
        <source>Steps make it possible to pause, to go on after a crash, and to branch. The limit counts from the next start.</source>
        <translation>步骤记录用于暂停、崩溃后继续以及分支。上限从下次启动起生效。</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
</context>
<context>
    <name>kinora::ProblemRow</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Other ways out</source>
        <translation>其他办法</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Show the details</source>
        <translation>显示详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>复制详细信息</translation>
    </message>
</context>
<context>
    <name>kinora::ProjectCommand</name>
    <message>
        <source>Undo %1</source>
        <translation>撤销 %1</translation>
    </message>
</context>
<context>
    <name>kinora::ProjectFiles</name>
    <message>
        <source>Untitled %1</source>
        <translation>未命名 %1</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Recover Unsaved Changes</source>
        <translation>恢复未保存的更改</translation>
    </message>
    <message numerus="yes">
        <source>%1 was not closed properly. It has %n change(s) that were not saved.</source>
        <translation>
            <numerusform>%1 未正常关闭，有 %n 处更改尚未保存。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is not recovered is kept among the earlier versions.</source>
        <translation>未恢复的内容会保留在早期版本中。</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Open as Saved</source>
        <translation>打开已保存的版本</translation>
    </message>
    <message>
        <source>Open Project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Kinora projects (*.kinora)</source>
        <translation>Kinora 项目 (*.kinora)</translation>
    </message>
    <message>
        <source>Save Project As</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>Unsaved Changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation>保存对“%1”的更改吗？</translation>
    </message>
    <message>
        <source>What is not saved is kept among the earlier versions.</source>
        <translation>未保存的内容会保留在早期版本中。</translation>
    </message>
    <message>
        <source>Earlier Versions</source>
        <translation>早期版本</translation>
    </message>
    <message>
        <source>There are no earlier versions yet.</source>
        <translation>还没有早期版本。</translation>
    </message>
    <message>
        <source>Each save keeps what the file held before.</source>
        <translation>每次保存都会保留文件之前的内容。</translation>
    </message>
    <message>
        <source>%1. until %2</source>
        <translation>%1. 截至 %2</translation>
    </message>
    <message>
        <source>Replace the project as it is now by the version:</source>
        <translation>用以下版本替换当前项目：</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>载入</translation>
    </message>
    <message>
        <source>Load earlier version</source>
        <translation>载入早期版本</translation>
    </message>
    <message>
        <source>Not Saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Left as it is, %1 is offered with its changes when it is opened again.</source>
        <translation>就这样离开的话，下次打开 %1 时会询问是否恢复这些更改。</translation>
    </message>
    <message>
        <source>Leave Anyway</source>
        <translation>仍然离开</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Quit Kinora?</source>
        <translation>要退出 Kinora 吗？</translation>
    </message>
    <message numerus="yes">
        <source>Discarded, %n new take(s) would be missing from the project, too: the files stay in its media folder, and the earlier version brings them back.</source>
        <translation>
            <numerusform>如果放弃更改，项目中也会缺少 %n 个新的生成结果：文件仍留在项目的媒体文件夹中，打开较早的版本可以找回。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ProjectPictures</name>
    <message>
        <source>Its folder is not there; is its drive connected?</source>
        <translation>它所在的文件夹不在了；磁盘是否已连接？</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>文件已不存在。</translation>
    </message>
</context>
<context>
    <name>kinora::PromptBubble</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>What happens here</source>
        <translation>这里发生什么</translation>
    </message>
    <message>
        <source>Conditioning frames</source>
        <translation>条件帧</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>kinora::PromptEdit</name>
    <message>
        <source>%1 tokens: cut after %2</source>
        <translation>%1 个词元：超过 %2 的部分会被截断</translation>
    </message>
    <message>
        <source>%1 / %2 tokens</source>
        <translation>%1 / %2 词元</translation>
    </message>
    <message>
        <source>Earlier prompts</source>
        <translation>以前的提示词</translation>
    </message>
    <message>
        <source>Number of tokens</source>
        <translation>词元数</translation>
    </message>
</context>
<context>
    <name>kinora::QualityMeasurement</name>
    <message>
        <source>The clips have different sizes, so there are no figures</source>
        <translation>两个片段的尺寸不同，无法给出数值</translation>
    </message>
</context>
<context>
    <name>kinora::QualityPlot</name>
    <message>
        <source>Likeness of the two clips</source>
        <translation>两个片段的相似度</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>PSNR in dB</source>
        <translation>PSNR（dB）</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <source>%1 of %2 frames measured</source>
        <translation>已测量 %1 / %2 帧</translation>
    </message>
    <message>
        <source>Frame %1: the same in both</source>
        <translation>第 %1 帧：两者相同</translation>
    </message>
    <message>
        <source>Frame %1: PSNR %2 dB, SSIM %3</source>
        <translation>第 %1 帧：PSNR %2 dB，SSIM %3</translation>
    </message>
</context>
<context>
    <name>kinora::QueueModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1. With the Return key: %2</source>
        <translation>%1。按回车键：%2</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
</context>
<context>
    <name>kinora::QueuePanel</name>
    <message>
        <source>Variations</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>How many, each with a new seed:</source>
        <translation>数量（每个使用新种子）：</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Nothing is being made. Write a prompt and press Generate, or open the &lt;a href=&quot;sample&quot;&gt;sample project&lt;/a&gt;.</source>
        <translation>当前没有任务。写下提示词，然后按“生成”，或打开&lt;a href=&quot;sample&quot;&gt;示例项目&lt;/a&gt;。</translation>
    </message>
    <message>
        <source>No job is running.</source>
        <translation>没有正在运行的任务。</translation>
    </message>
</context>
<context>
    <name>kinora::RecipeRestore</name>
    <message>
        <source>Settings of %1</source>
        <translation>%1 的设置</translation>
    </message>
    <message>
        <source>The model %1 is not here; add its folder, or choose another model.</source>
        <translation>找不到模型 %1；请添加其文件夹，或选择其他模型。</translation>
    </message>
    <message>
        <source>The keyframe %1 was not found; put the file beside the video and drop that again.</source>
        <translation>找不到关键帧 %1；请将该文件放在视频旁边，然后重新拖放视频。</translation>
    </message>
    <message>
        <source>It continues a clip; to continue it again, use the timeline.</source>
        <translation>它是某个片段的延续；要再次延续，请使用时间线。</translation>
    </message>
    <message>
        <source>says nothing that Kinora could read about the takes in it</source>
        <translation>其中关于镜次的内容 Kinora 无法读取</translation>
    </message>
    <message>
        <source>holds no recipe of Kinora, so that there are no settings to take from it</source>
        <translation>不含 Kinora 的配方，因此没有可取用的设置</translation>
    </message>
    <message>
        <source>Only the settings come back: %1.</source>
        <translation>仅取回设置：%1。</translation>
    </message>
</context>
<context>
    <name>kinora::SampleProject</name>
    <message>
        <source>%1 cannot be written; check that the disk has room.</source>
        <translation>无法写入 %1；请检查磁盘空间。</translation>
    </message>
</context>
<context>
    <name>kinora::SamplingForm</name>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>More steps take longer and give more detail.</source>
        <translation>步数越多，耗时越长，细节越多。</translation>
    </message>
    <message>
        <source>How closely the video keeps to the prompt; 1 is off.</source>
        <translation>视频贴合提示词的程度；1 表示关闭。</translation>
    </message>
    <message>
        <source>How many videos are made, each with a seed of its own.</source>
        <translation>要生成多少个视频，每个使用各自的种子。</translation>
    </message>
</context>
<context>
    <name>kinora::ScrubBar</name>
    <message>
        <source>Playhead</source>
        <translation>播放头</translation>
    </message>
    <message>
        <source>Frame %1
%2</source>
        <translation>第 %1 帧
%2</translation>
    </message>
</context>
<context>
    <name>kinora::SeedEdit</name>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed and settings give the same video. Unless it is locked, every generation draws another.</source>
        <translation>相同的种子和设置会得到相同的视频。未锁定时，每次生成都会抽取新种子。</translation>
    </message>
</context>
<context>
    <name>kinora::SegmentKeyframes</name>
    <message>
        <source>The pictures that this segment begins and ends with</source>
        <translation>这一段开头和结尾的画面</translation>
    </message>
    <message>
        <source>Begin With</source>
        <translation>开头为</translation>
    </message>
    <message>
        <source>End With</source>
        <translation>结尾为</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>无画面</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>从 %1 起</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>到 %1 止</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>画面</translation>
    </message>
</context>
<context>
    <name>kinora::SegmentRows</name>
    <message>
        <source>What happens here</source>
        <translation>这里发生什么</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Starts anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Does not go on from the segment before</source>
        <translation>不接续前一段</translation>
    </message>
    <message>
        <source>Remove this segment</source>
        <translation>移除这一段</translation>
    </message>
    <message>
        <source>Prompt of segment %1</source>
        <translation>第 %1 段的提示词</translation>
    </message>
    <message>
        <source>Length of segment %1</source>
        <translation>第 %1 段的长度</translation>
    </message>
    <message>
        <source>Segment %1 starts anew</source>
        <translation>第 %1 段重新开始</translation>
    </message>
    <message>
        <source>Remove segment %1</source>
        <translation>移除第 %1 段</translation>
    </message>
    <message>
        <source>Pictures of segment %1</source>
        <translation>第 %1 段的画面</translation>
    </message>
</context>
<context>
    <name>kinora::SegmentsDialog</name>
    <message>
        <source>Prompts One After the Other</source>
        <translation>依次使用多个提示词</translation>
    </message>
    <message>
        <source>Add Segment</source>
        <translation>添加一段</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Conditioning frames</source>
        <translation>条件帧</translation>
    </message>
    <message>
        <source>What will be made</source>
        <translation>将要生成的内容</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Frames of a segment that condition the next</source>
        <translation>前一段中作为下一段条件的帧数</translation>
    </message>
    <message>
        <source>%1 s in all</source>
        <translation>共 %1 秒</translation>
    </message>
    <message>
        <source>The frame at the playhead</source>
        <translation>播放头处的帧</translation>
    </message>
</context>
<context>
    <name>kinora::Sentence</name>
    <message>
        <source>the media is no longer in the project</source>
        <translation>该媒体已不在项目中</translation>
    </message>
    <message>
        <source>the prompt is empty; describe what the video should show</source>
        <translation>提示词为空；请描述视频要展示的内容</translation>
    </message>
    <message>
        <source>a branch keeps the model, the size and the length of its job</source>
        <translation>分支须沿用原任务的模型、尺寸和时长</translation>
    </message>
    <message>
        <source>this clip is being interpolated already; stop that first</source>
        <translation>此片段已在插帧；请先停止</translation>
    </message>
    <message>
        <source>the clip shows no video, so there is no motion to interpolate</source>
        <translation>此片段显示的不是视频，没有可插帧的运动</translation>
    </message>
    <message>
        <source>there is nothing to make: choose what to do with a clip or a gap</source>
        <translation>没有要生成的内容：请选择对某个片段或空隙做什么</translation>
    </message>
    <message>
        <source>there is no track there; add one first</source>
        <translation>那里没有轨道；请先添加一条</translation>
    </message>
    <message>
        <source>there is no clip before this cut to roll it into</source>
        <translation>此剪切点之前没有可供滚动的片段</translation>
    </message>
    <message>
        <source>there is not enough memory for this; lower the size or the number of frames</source>
        <translation>内存不足；请减小尺寸或帧数</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>exists already and is not to be overwritten; choose another name</source>
        <translation>已存在且不应被覆盖；请换一个名称</translation>
    </message>
    <message>
        <source>is a folder; give the name of a file</source>
        <translation>是文件夹；请给出文件名</translation>
    </message>
    <message>
        <source>is not a folder that exists; make it first or choose another place</source>
        <translation>这个文件夹不存在；请先创建它或选择其他位置</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>cannot be mapped into memory: %1</source>
        <translation>无法映射到内存：%1</translation>
    </message>
    <message>
        <source>cannot be opened: %1</source>
        <translation>无法打开：%1</translation>
    </message>
    <message>
        <source>is in use by another running Kinora; close it first</source>
        <translation>正被另一个运行中的 Kinora 使用；请先关闭它</translation>
    </message>
    <message>
        <source>step %1 of job %2 is not kept any more; choose another step</source>
        <translation>任务 %2 的第 %1 步已不再保留；请选择另一步</translation>
    </message>
    <message>
        <source>job %1 is not there any more</source>
        <translation>任务 %1 已不存在</translation>
    </message>
    <message>
        <source>job %1 has made no step yet that could be kept</source>
        <translation>任务 %1 还没有完成可以保留的步骤</translation>
    </message>
    <message>
        <source>the step that this job branches from is not kept any more; start it anew</source>
        <translation>此任务所分支的步骤已不再保留；请重新开始</translation>
    </message>
    <message>
        <source>timesteps and sigmas were both given; give one of them</source>
        <translation>同时给出了时间步和 sigma；请只给其中一种</translation>
    </message>
    <message>
        <source>timesteps go down from at most 1000 to at least 0</source>
        <translation>时间步须从不大于 1000 递减到不小于 0</translation>
    </message>
    <message>
        <source>sigmas go down from at most 1 to at least 0</source>
        <translation>sigma 须从不大于 1 递减到不小于 0</translation>
    </message>
    <message>
        <source>a schedule has at most %1 steps</source>
        <translation>一个调度最多有 %1 步</translation>
    </message>
    <message>
        <source>the number of steps must be between 1 and %1</source>
        <translation>步数须在 1 到 %1 之间</translation>
    </message>
    <message>
        <source>%1 cannot be conditioned on frames</source>
        <translation>%1 不支持以帧作为条件</translation>
    </message>
    <message>
        <source>a condition holds no frame</source>
        <translation>有一个条件不含任何帧</translation>
    </message>
    <message>
        <source>a condition starts at frame %1, but the clip has frames 0 to %2</source>
        <translation>有一个条件从第 %1 帧开始，但片段只有第 0 到 %2 帧</translation>
    </message>
    <message>
        <source>the strength of a condition must be between 0 and 1</source>
        <translation>条件的强度须在 0 到 1 之间</translation>
    </message>
    <message>
        <source>the prompt is not valid UTF-8 text</source>
        <translation>提示词不是有效的 UTF-8 文本</translation>
    </message>
    <message>
        <source>the negative prompt is not valid UTF-8 text</source>
        <translation>反向提示词不是有效的 UTF-8 文本</translation>
    </message>
    <message>
        <source>width and height must be between 1 and %1 pixels</source>
        <translation>宽度和高度须在 1 到 %1 像素之间</translation>
    </message>
    <message>
        <source>the number of frames must be between 1 and %1</source>
        <translation>帧数须在 1 到 %1 之间</translation>
    </message>
    <message>
        <source>the frame rate must be above 0</source>
        <translation>帧率须大于 0</translation>
    </message>
    <message>
        <source>the guidance scale must be between 0 and 100</source>
        <translation>引导强度须在 0 到 100 之间</translation>
    </message>
    <message>
        <source>the guidance rescale must be between 0 and 1</source>
        <translation>引导重缩放须在 0 到 1 之间</translation>
    </message>
    <message>
        <source>the strength must be between 0 and 1</source>
        <translation>强度须在 0 到 1 之间</translation>
    </message>
    <message>
        <source>the noise on conditioning frames must be between 0 and 10</source>
        <translation>条件帧上的噪声须在 0 到 10 之间</translation>
    </message>
    <message>
        <source>there is no step to finish from</source>
        <translation>没有可以由其完成的步骤</translation>
    </message>
    <message>
        <source>cannot hold sound; choose .mp4, .mov, .mkv or .webm</source>
        <translation>不能包含声音；请选择 .mp4、.mov、.mkv 或 .webm</translation>
    </message>
    <message>
        <source>cannot hold frames of different sizes</source>
        <translation>不能包含不同尺寸的帧</translation>
    </message>
    <message>
        <source>the content is damaged, or of a kind that Kinora does not read</source>
        <translation>内容已损坏，或是 Kinora 不能读取的类型</translation>
    </message>
    <message>
        <source>the file ends too early</source>
        <translation>文件过早结束</translation>
    </message>
    <message>
        <source>it needs more memory than there is, or than a sound file would need</source>
        <translation>它需要的内存超过现有内存，或超过正常文件所需</translation>
    </message>
    <message>
        <source>the installed FFmpeg has no decoder for it</source>
        <translation>已安装的 FFmpeg 没有相应的解码器</translation>
    </message>
    <message>
        <source>the installed FFmpeg has no encoder for it</source>
        <translation>已安装的 FFmpeg 没有相应的编码器</translation>
    </message>
    <message>
        <source>the installed FFmpeg does not know the container</source>
        <translation>已安装的 FFmpeg 不认识这种封装格式</translation>
    </message>
    <message>
        <source>it uses a feature that the installed FFmpeg does not know</source>
        <translation>它用到了已安装的 FFmpeg 不支持的特性</translation>
    </message>
    <message>
        <source>the content is damaged, or of a kind that Kinora does not read or write</source>
        <translation>内容已损坏，或是 Kinora 不能读写的类型</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1：%2（%3）</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>holds no frame that can be read; the file is damaged or incomplete</source>
        <translation>不含可读取的帧；文件已损坏或不完整</translation>
    </message>
    <message>
        <source>has frames 0 to %1; frame %2 was asked for</source>
        <translation>只有第 0 到 %1 帧；要求的是第 %2 帧</translation>
    </message>
    <message>
        <source>has more frames than any video; the file is damaged</source>
        <translation>帧数多得不像任何视频；文件已损坏</translation>
    </message>
    <message>
        <source>holds samples in a form that Kinora does not read; convert it to H.264 first</source>
        <translation>采样格式是 Kinora 不能读取的；请先转换为 H.264</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>cannot be converted to RGB</source>
        <translation>无法转换为 RGB</translation>
    </message>
    <message>
        <source>cannot be written as gif</source>
        <translation>无法写为 gif</translation>
    </message>
    <message>
        <source>cannot be written: the frames kept for it beside it were lost</source>
        <translation>无法写入：为它暂存在旁边的帧已丢失</translation>
    </message>
    <message>
        <source>a frame cannot be encoded</source>
        <translation>有一帧无法编码</translation>
    </message>
    <message>
        <source>cannot be converted from RGB</source>
        <translation>无法从 RGB 转换</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>cannot be opened as video</source>
        <translation>无法作为视频打开</translation>
    </message>
    <message>
        <source>holds no video; choose a file with moving pictures</source>
        <translation>不含视频；请选择含动态画面的文件</translation>
    </message>
    <message>
        <source>holds a video without a size; the file is damaged or uses an unknown codec</source>
        <translation>其中的视频没有尺寸；文件已损坏或使用了未知的编解码器</translation>
    </message>
    <message>
        <source>has frames of %1x%2 pixels, which is more than Kinora reads; make a smaller copy of it</source>
        <translation>帧尺寸为 %1x%2 像素，超过 Kinora 能读取的上限；请制作一个较小的副本</translation>
    </message>
    <message>
        <source>the codec %1 cannot be read</source>
        <translation>无法读取编解码器 %1</translation>
    </message>
    <message>
        <source>cannot be written: the frames kept for it beside it were lost; export again</source>
        <translation>无法写入：为它暂存在旁边的帧已丢失；请重新导出</translation>
    </message>
    <message>
        <source>its sound cannot be encoded</source>
        <translation>其声音无法编码</translation>
    </message>
    <message>
        <source>its colours cannot be chosen</source>
        <translation>无法为它选取颜色</translation>
    </message>
    <message>
        <source>its colours cannot be applied</source>
        <translation>无法为它应用颜色</translation>
    </message>
    <message>
        <source>its sound cannot be encoded again</source>
        <translation>其声音无法重新编码</translation>
    </message>
    <message>
        <source>holds no sound any more; relink it or mute its clips</source>
        <translation>已不再包含声音；请重新链接它或将其片段静音</translation>
    </message>
    <message>
        <source>names times for its sound that no video has</source>
        <translation>其声音的时间超出任何视频的范围</translation>
    </message>
    <message>
        <source>its sound cannot be read</source>
        <translation>其声音无法读取</translation>
    </message>
    <message>
        <source>holds no sound; choose a file with a sound track</source>
        <translation>不含声音；请选择带有声音的文件</translation>
    </message>
    <message>
        <source>cannot be used as sound: its times or the offset are beyond any video</source>
        <translation>无法用作声音：其时间或偏移超出任何视频的范围</translation>
    </message>
    <message>
        <source>cannot be used as sound at that speed; the most is 64 times slower or faster</source>
        <translation>在该速度下无法用作声音；最多减慢或加快 64 倍</translation>
    </message>
    <message>
        <source>cannot be written as %1</source>
        <translation>无法写为 %1</translation>
    </message>
    <message>
        <source>was not written right: %1; check the disk and export again</source>
        <translation>写入有误：%1；请检查磁盘并重新导出</translation>
    </message>
    <message>
        <source>holds more than %1 files; choose another folder</source>
        <translation>包含超过 %1 个文件；请选择其他文件夹</translation>
    </message>
    <message>
        <source>matches no file; give the folder and the name of numbered pictures</source>
        <translation>没有匹配的文件；请给出编号图片的文件夹和名称</translation>
    </message>
    <message>
        <source>is missing in the sequence, which goes on to %1</source>
        <translation>在序列中缺失，而序列一直到 %1</translation>
    </message>
    <message>
        <source>holds no pictures; choose a folder of PNG, JPEG, WebP, BMP or TIFF files</source>
        <translation>不含图片；请选择包含 PNG、JPEG、WebP、BMP 或 TIFF 文件的文件夹</translation>
    </message>
    <message>
        <source>cannot be written without a frame rate above 0</source>
        <translation>没有大于 0 的帧率就无法写入</translation>
    </message>
    <message>
        <source>cannot be written to: %1</source>
        <translation>无法向其写入：%1</translation>
    </message>
    <message>
        <source>cannot be written: the video has no frame</source>
        <translation>无法写入：视频没有任何帧</translation>
    </message>
    <message>
        <source>holds samples that are no integers of 8 or 16 bits; save it as PNG first</source>
        <translation>其采样不是 8 位或 16 位整数；请先另存为 PNG</translation>
    </message>
    <message>
        <source>cannot be read as a picture: the content is damaged or incomplete</source>
        <translation>无法作为图片读取：内容已损坏或不完整</translation>
    </message>
    <message>
        <source>has no ending that Kinora writes pictures for; choose .png, .jpg or .jpeg</source>
        <translation>扩展名不是 Kinora 能写的图片类型；请选择 .png、.jpg 或 .jpeg</translation>
    </message>
    <message>
        <source>cannot be written: the picture is too large for the format</source>
        <translation>无法写入：图片对该格式来说太大</translation>
    </message>
    <message>
        <source>holds one frame; interpolation needs two or more to lie between</source>
        <translation>只有一帧；插帧需要两帧或更多</translation>
    </message>
    <message>
        <source>has %1 frames, none of them from frame %2 on</source>
        <translation>有 %1 帧，从第 %2 帧起没有任何帧</translation>
    </message>
    <message>
        <source>breaks off after %1 frames, or is damaged there; repair or cut it first</source>
        <translation>在 %1 帧之后中断或损坏；请先修复或剪切</translation>
    </message>
    <message>
        <source>has no ending that Kinora writes video for; choose .mp4, .mov, .mkv, .webm, .gif or .png</source>
        <translation>扩展名不是 Kinora 能写的视频类型；请选择 .mp4、.mov、.mkv、.webm、.gif 或 .png</translation>
    </message>
    <message>
        <source>cannot hold the codec %1; %2 files hold %3</source>
        <translation>不能包含编解码器 %1；%2 文件可包含 %3</translation>
    </message>
    <message>
        <source>is no picture that Kinora reads; choose a PNG, JPEG, WebP, BMP or TIFF file</source>
        <translation>不是 Kinora 能读取的图片；请选择 PNG、JPEG、WebP、BMP 或 TIFF 文件</translation>
    </message>
    <message>
        <source>is a damaged %1 file: it has no size</source>
        <translation>是已损坏的 %1 文件：没有尺寸</translation>
    </message>
    <message>
        <source>has %1x%2 pixels, which is more than Kinora reads; make a smaller copy of it</source>
        <translation>有 %1x%2 像素，超过 Kinora 能读取的上限；请制作一个较小的副本</translation>
    </message>
    <message>
        <source>has %1x%2 pixels, but the sequence began with %3x%4; all pictures must have one size</source>
        <translation>有 %1x%2 像素，但序列以 %3x%4 开始；所有图片须尺寸相同</translation>
    </message>
    <message>
        <source>begins a sequence with frames 0 to %1; frame %2 was asked for</source>
        <translation>是第 0 到 %1 帧序列的开头；要求的是第 %2 帧</translation>
    </message>
    <message>
        <source>frame %1 cannot be read; the file is damaged</source>
        <translation>第 %1 帧无法读取；文件已损坏</translation>
    </message>
    <message>
        <source>cannot be written with frames of %1x%2 pixels; the most is %3 on a side and %4 in all</source>
        <translation>无法以 %1x%2 像素的帧写入；每边最多 %3，总共最多 %4</translation>
    </message>
    <message>
        <source>cannot be written with frames of %1x%2 pixels; the least for this format is %3 on a side</source>
        <translation>无法以 %1x%2 像素的帧写入；此格式每边至少 %3</translation>
    </message>
    <message>
        <source>cannot be written at %1 frames per second</source>
        <translation>无法以每秒 %1 帧写入</translation>
    </message>
    <message>
        <source>cannot show %1 frames per second: GIF players show 50 at most; choose a lower rate or another ending</source>
        <translation>无法显示每秒 %1 帧：GIF 播放器最多显示 50 帧；请选择较低的帧率或其他扩展名</translation>
    </message>
    <message>
        <source>cannot hold a frame of %1x%2 pixels among frames of %3x%4</source>
        <translation>不能在 %3x%4 的帧之间包含 %1x%2 像素的帧</translation>
    </message>
    <message>
        <source>a group has at least two clips; select more</source>
        <translation>一个编组至少有两个片段；请选择更多</translation>
    </message>
    <message>
        <source>no clip is selected</source>
        <translation>没有选中片段</translation>
    </message>
    <message>
        <source>%1 has no sound</source>
        <translation>%1没有声音</translation>
    </message>
    <message>
        <source>no track is selected</source>
        <translation>没有选中轨道</translation>
    </message>
    <message>
        <source>a clip has at least one frame</source>
        <translation>一个片段至少有一帧</translation>
    </message>
    <message>
        <source>there is nothing to cut at frame %1 of %2</source>
        <translation>%2的第 %1 帧处没有可剪切的内容</translation>
    </message>
    <message>
        <source>there is nothing to cut at frame %1</source>
        <translation>第 %1 帧处没有可剪切的内容</translation>
    </message>
    <message>
        <source>a clip cannot begin before the timeline</source>
        <translation>片段不能早于时间线的起点</translation>
    </message>
    <message>
        <source>nothing was copied</source>
        <translation>没有复制任何内容</translation>
    </message>
    <message>
        <source>the track is no longer in the project</source>
        <translation>该轨道已不在项目中</translation>
    </message>
    <message>
        <source>the media of %1 is no longer in the project</source>
        <translation>%1的媒体已不在项目中</translation>
    </message>
    <message>
        <source>%1 shows nothing yet, as it is still being made</source>
        <translation>%1仍在生成，还没有可显示的内容</translation>
    </message>
    <message>
        <source>no range is marked; set an in and an out point first</source>
        <translation>没有标出范围；请先设置入点和出点</translation>
    </message>
    <message>
        <source>there is no gap between clips at frame %1</source>
        <translation>第 %1 帧处没有片段之间的空隙</translation>
    </message>
    <message>
        <source>the frames that it is to be made from lie too far from the beginning of their media</source>
        <translation>作为生成依据的帧离其媒体的开头太远</translation>
    </message>
    <message>
        <source>made again</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>there is no gap between two clips at frame %1</source>
        <translation>第 %1 帧处没有两个片段之间的空隙</translation>
    </message>
    <message>
        <source>there is no clip before this gap; extend %1 backwards instead</source>
        <translation>此空隙之前没有片段；请改为将%1向前延长</translation>
    </message>
    <message>
        <source>the range does not lie inside %1; mark a part of it</source>
        <translation>范围不在%1之内；请标出其中的一部分</translation>
    </message>
    <message>
        <source>%1 is too short for the model to make this part between its neighbours again</source>
        <translation>%1太短，模型无法在其相邻部分之间重新生成这一部分</translation>
    </message>
    <message>
        <source>there are no segments; write at least one prompt</source>
        <translation>没有任何段；请至少写一条提示词</translation>
    </message>
    <message>
        <source>there is nothing to make: give at least one frame</source>
        <translation>没有要生成的内容：请至少给出一帧</translation>
    </message>
    <message>
        <source>a transition joins two clips that touch on one track, or that overlap on two</source>
        <translation>过渡连接同一轨道上相接的两个片段，或两条轨道上重叠的两个片段</translation>
    </message>
    <message>
        <source>shortened</source>
        <translation>缩短</translation>
    </message>
    <message>
        <source>the clips are too short for a transition of %1 frames; make it shorter</source>
        <translation>片段太短，放不下 %1 帧的过渡；请缩短过渡</translation>
    </message>
    <message>
        <source>the strength of a restyling is between 0 and 1</source>
        <translation>改变风格的强度须在 0 到 1 之间</translation>
    </message>
    <message>
        <source>%1 shows no take that could be made again; restyle it instead</source>
        <translation>%1显示的不是可以重新生成的镜次；请改用“改变风格”</translation>
    </message>
    <message>
        <source>what the take of %1 was made of is no longer in the project</source>
        <translation>%1的镜次所依据的内容已不在项目中</translation>
    </message>
    <message>
        <source>a model makes at most %1 frames at a time; lay out segments instead</source>
        <translation>模型一次最多生成 %1 帧；请改为分段</translation>
    </message>
    <message>
        <source>that many frames of the neighbours cannot condition it; choose a smaller overlap</source>
        <translation>相邻片段的这么多帧无法作为条件；请选择较小的重叠</translation>
    </message>
    <message>
        <source>the keyframe at frame %1 lies behind the last frame, %2; move it or make a longer clip</source>
        <translation>第 %1 帧处的关键帧在最后一帧（%2）之后；请移动它或生成更长的片段</translation>
    </message>
    <message>
        <source>the generation is over already</source>
        <translation>这次生成已经结束</translation>
    </message>
    <message>
        <source>%1 does not show any more what was interpolated</source>
        <translation>%1显示的已不是所插帧的内容</translation>
    </message>
    <message>
        <source>%1 shows more than was interpolated; interpolate it again</source>
        <translation>%1显示的多于已插帧的部分；请重新插帧</translation>
    </message>
    <message>
        <source>the keyframe&apos;s media is no longer in the project</source>
        <translation>关键帧的媒体已不在项目中</translation>
    </message>
    <message>
        <source>a keyframe cannot begin before the first frame</source>
        <translation>关键帧不能早于第一帧</translation>
    </message>
    <message>
        <source>a keyframe cannot lie so far from the first frame</source>
        <translation>关键帧离第一帧太远</translation>
    </message>
    <message>
        <source>the keyframe asks for frames that its media does not have</source>
        <translation>关键帧所需的帧在其媒体中不存在</translation>
    </message>
    <message>
        <source>the strength of a keyframe is between 0 and 1</source>
        <translation>关键帧的强度须在 0 到 1 之间</translation>
    </message>
    <message>
        <source>two points of a strength curve cannot be at the same frame</source>
        <translation>强度曲线的两个点不能在同一帧</translation>
    </message>
    <message>
        <source>the keyframe is no longer in the project</source>
        <translation>该关键帧已不在项目中</translation>
    </message>
    <message>
        <source>%1 shows nothing at frame %2</source>
        <translation>%1在第 %2 帧没有内容</translation>
    </message>
    <message>
        <source>the timeline&apos;s pictures have 1 to %1 pixels on each side and at most %2 in all</source>
        <translation>时间线画面每边为 1 到 %1 像素，总共最多 %2 像素</translation>
    </message>
    <message>
        <source>the frame rate is fixed once there is something on the timeline; start a new project for another rate</source>
        <translation>时间线上有内容后帧率便固定；要用其他帧率，请新建项目</translation>
    </message>
    <message>
        <source>a marker cannot begin before the timeline</source>
        <translation>标记不能早于时间线的起点</translation>
    </message>
    <message>
        <source>a marker cannot lie so far from the beginning of the timeline</source>
        <translation>标记离时间线的起点太远</translation>
    </message>
    <message>
        <source>the marker is no longer in the project</source>
        <translation>该标记已不在项目中</translation>
    </message>
    <message>
        <source>&quot;%1&quot; and &quot;%2&quot; are different files, so that both are needed</source>
        <translation>“%1”和“%2”是不同的文件，两者都需要</translation>
    </message>
    <message>
        <source>none of the files holds what is missing; choose the folder that it was moved to</source>
        <translation>这些文件中没有缺失的内容；请选择它被移到的文件夹</translation>
    </message>
    <message>
        <source>%1 has no such version</source>
        <translation>%1没有这个版本</translation>
    </message>
    <message>
        <source>this version has %1 of the %2 frames of %3; trim the clip first</source>
        <translation>此版本只有%3的 %2 帧中的 %1 帧；请先修剪片段</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not lie in the project&apos;s media folder; copy it there first</source>
        <translation>“%1”不在项目的媒体文件夹中；请先复制到那里</translation>
    </message>
    <message>
        <source>the file is too short for %1; choose the one that was imported, or a longer one</source>
        <translation>该文件对%1来说太短；请选择当初导入的文件或更长的文件</translation>
    </message>
    <message>
        <source>the file is too short for the keyframe at frame %1</source>
        <translation>该文件对第 %1 帧处的关键帧来说太短</translation>
    </message>
    <message>
        <source>the media is used on the timeline or as a keyframe; remove it there first</source>
        <translation>该媒体正用于时间线或关键帧；请先在那里移除</translation>
    </message>
    <message>
        <source>this version is shown; choose another one first</source>
        <translation>此版本正在显示；请先选择另一个</translation>
    </message>
    <message>
        <source>%1 cannot lie so far from the beginning of the timeline</source>
        <translation>%1离时间线的起点太远</translation>
    </message>
    <message>
        <source>the clip is no longer in the project</source>
        <translation>该片段已不在项目中</translation>
    </message>
    <message>
        <source>track &quot;%1&quot; is locked; unlock it first</source>
        <translation>轨道“%1”已锁定；请先解锁</translation>
    </message>
    <message>
        <source>the clip at frame %1</source>
        <translation>第 %1 帧处的片段</translation>
    </message>
    <message>
        <source>clip &quot;%1&quot;</source>
        <translation>片段“%1”</translation>
    </message>
    <message>
        <source>%1 cannot be %2 while a take for it is being made; wait or stop that first</source>
        <translation>正在为%1生成镜次，此时不能%2；请等待或先停止生成</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>%1 on track &quot;%2&quot; is in the way; make room, or insert or overwrite</source>
        <translation>轨道“%2”上的%1挡住了；请腾出空间，或改用插入或覆盖</translation>
    </message>
    <message>
        <source>there is no place for a track at %1</source>
        <translation>位置 %1 不能放轨道</translation>
    </message>
    <message>
        <source>there is no track to move there</source>
        <translation>没有可移到那里的轨道</translation>
    </message>
    <message>
        <source>%1 can go from %2 to %3 here, not to %4</source>
        <translation>%1在这里可以从 %2 到 %3，不能到 %4</translation>
    </message>
    <message>
        <source>no clip touches the end of %1</source>
        <translation>没有片段与%1的结尾相接</translation>
    </message>
    <message>
        <source>no clip touches the beginning of %1</source>
        <translation>没有片段与%1的开头相接</translation>
    </message>
    <message>
        <source>trimmed</source>
        <translation>修剪</translation>
    </message>
    <message>
        <source>the beginning of the clip</source>
        <translation>片段的开头</translation>
    </message>
    <message>
        <source>the end of the clip</source>
        <translation>片段的结尾</translation>
    </message>
    <message>
        <source>the cut</source>
        <translation>剪切点</translation>
    </message>
    <message>
        <source>what the clip shows</source>
        <translation>片段显示的内容</translation>
    </message>
    <message>
        <source>the clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>the cut refers to %1 files, and %2 were given</source>
        <translation>该剪辑引用了 %1 个文件，而给出了 %2 个</translation>
    </message>
    <message>
        <source>holds a record that cannot be read: %1</source>
        <translation>其中有一条记录无法读取：%1</translation>
    </message>
    <message>
        <source>is open in another window; close it there first</source>
        <translation>已在另一个窗口中打开；请先在那里关闭</translation>
    </message>
    <message>
        <source>cannot be repaired: %1</source>
        <translation>无法修复：%1</translation>
    </message>
    <message>
        <source>cannot be written: %1; save the project elsewhere</source>
        <translation>无法写入：%1；请将项目保存到其他位置</translation>
    </message>
    <message>
        <source>is no journal of Kinora</source>
        <translation>不是 Kinora 的日志</translation>
    </message>
    <message>
        <source>is a journal of version %1, and this Kinora reads version %2; recover it with the Kinora that wrote it</source>
        <translation>是版本 %1 的日志，而此 Kinora 读取版本 %2；请用写出它的 Kinora 恢复</translation>
    </message>
    <message>
        <source>cannot be meant so: %1</source>
        <translation>内容不合理：%1</translation>
    </message>
    <message>
        <source>names the media file &quot;%1&quot;, which does not lie in the project&apos;s media folder; move it there</source>
        <translation>引用了媒体文件“%1”，它不在项目的媒体文件夹中；请将其移到那里</translation>
    </message>
    <message>
        <source>is no project of Kinora</source>
        <translation>不是 Kinora 的项目</translation>
    </message>
    <message>
        <source>has no version; the file is damaged, so open an earlier version of it</source>
        <translation>没有版本号；文件已损坏，请打开它的早期版本</translation>
    </message>
    <message>
        <source>is a project of version %1, and this Kinora reads up to version %2; open it with a newer Kinora</source>
        <translation>是版本 %1 的项目，而此 Kinora 最多读取版本 %2；请用较新的 Kinora 打开</translation>
    </message>
    <message>
        <source>%1; the file is damaged, so open an earlier version of it</source>
        <translation>%1；文件已损坏，请打开它的早期版本</translation>
    </message>
    <message>
        <source>the clip is no longer on the timeline</source>
        <translation>该片段已不在时间线上</translation>
    </message>
    <message>
        <source>there is nothing on the timeline to export</source>
        <translation>时间线上没有可导出的内容</translation>
    </message>
    <message>
        <source>is missing; put it back or relink it</source>
        <translation>缺失；请将其放回或重新链接</translation>
    </message>
    <message>
        <source>holds media that is no longer in the project</source>
        <translation>其中的媒体已不在项目中</translation>
    </message>
    <message>
        <source>ends before frame %1; it was exchanged or is damaged</source>
        <translation>在第 %1 帧之前结束；它已被替换或损坏</translation>
    </message>
    <message>
        <source>a segment continues one that is not made yet; make that first</source>
        <translation>有一段要接续尚未生成的一段；请先生成那一段</translation>
    </message>
    <message>
        <source>the generation has no size; choose one in the generate panel</source>
        <translation>这次生成没有尺寸；请在“生成”面板中选择</translation>
    </message>
    <message>
        <source>the generation&apos;s pictures are larger than any video; choose a smaller size</source>
        <translation>这次生成的画面比任何视频都大；请选择较小的尺寸</translation>
    </message>
    <message>
        <source>it went on from step %1 of %2 of another generation (job %3, seed %4), so it cannot be made again from its recipe alone</source>
        <translation>它接续自另一次生成（任务 %3，种子 %4）的第 %1 步（共 %2 步），因此仅凭配方无法重新生成</translation>
    </message>
    <message>
        <source>it was ended early and kept at step %1 of %2; made again, it goes through all steps</source>
        <translation>它提前结束，保留在第 %1 步（共 %2 步）；重新生成时会走完所有步骤</translation>
    </message>
    <message>
        <source>the clip does not show any more what was interpolated</source>
        <translation>该剪辑已不再显示插帧所用的画面</translation>
    </message>
    <message>
        <source>the timeline has no in and out point; leave --range out to export all of it</source>
        <translation>时间轴没有入点和出点；去掉 --range 即可导出全部</translation>
    </message>
    <message>
        <source>a generation of the project waits for takes that nothing makes; cancel it in Kinora and ask for it again</source>
        <translation>项目中有一项生成在等待不会产生的素材；请在 Kinora 中取消后重新发起</translation>
    </message>
    <message>
        <source>holds no style presets</source>
        <translation>不含风格预设</translation>
    </message>
    <message>
        <source>is %1, and this Kinora reads version %2; use the newer program</source>
        <translation>是 %1，而此 Kinora 读取的版本是 %2；请使用更新的程序</translation>
    </message>
    <message>
        <source>is the interpolation of footage, which no model makes again; interpolate its source once more</source>
        <translation>是素材的插帧，没有模型能重新生成它；请对其来源再次插帧</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>it was interpolated afterwards; made again, it has the frames that the model makes, and no others</source>
        <translation>它后来经过插帧；重新生成时只有模型生成的帧</translation>
    </message>
    <message>
        <source>names frames that the clip does not have</source>
        <translation>提到了片段中没有的帧</translation>
    </message>
    <message>
        <source>counts frames below 0</source>
        <translation>帧数小于 0</translation>
    </message>
    <message>
        <source>the last step must be 1 or more</source>
        <translation>最后一步必须为 1 或以上</translation>
    </message>
    <message>
        <source>holds no weights of RIFE; choose the folder that flownet.safetensors is in</source>
        <translation>不含 RIFE 的权重；请选择 flownet.safetensors 所在的文件夹</translation>
    </message>
    <message>
        <source>cannot be written; check that the disk has room</source>
        <translation>无法写入；请检查磁盘是否有空间</translation>
    </message>
    <message>
        <source>exists already; choose another name</source>
        <translation>已存在；请换一个名称</translation>
    </message>
    <message>
        <source>the job does not say which project it belongs to; generate it again</source>
        <translation>该任务没有说明属于哪个项目；请重新生成</translation>
    </message>
    <message>
        <source>got no frames from the model</source>
        <translation>没有从模型得到任何帧</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; appears twice</source>
        <translation>键“%1”出现了两次</translation>
    </message>
    <message>
        <source>is no JSON (at byte %1)</source>
        <translation>不是 JSON（在第 %1 字节处）</translation>
    </message>
    <message>
        <source>holds more values than allowed</source>
        <translation>其中的值多于允许的数量</translation>
    </message>
    <message>
        <source>holds a longer string than allowed</source>
        <translation>其中的字符串超过允许的长度</translation>
    </message>
    <message>
        <source>is nested more deeply than allowed</source>
        <translation>嵌套层数超过允许的深度</translation>
    </message>
    <message>
        <source>%1%2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no frame rate; give frames per second such as 24, 23.976 or 30000/1001</source>
        <translation>“%1”不是帧率；请给出每秒帧数，例如 24、23.976 或 30000/1001</translation>
    </message>
    <message>
        <source>has a name longer than allowed</source>
        <translation>名称超过允许的长度</translation>
    </message>
    <message>
        <source>has no dtype, shape and data_offsets</source>
        <translation>没有 dtype、shape 和 data_offsets</translation>
    </message>
    <message>
        <source>has a dtype that Kinora does not know</source>
        <translation>的 dtype 是 Kinora 不认识的</translation>
    </message>
    <message>
        <source>has no valid shape</source>
        <translation>没有有效的形状</translation>
    </message>
    <message>
        <source>has a shape that is not made of whole numbers</source>
        <translation>的形状不是由整数组成的</translation>
    </message>
    <message>
        <source>has no valid data_offsets</source>
        <translation>没有有效的 data_offsets</translation>
    </message>
    <message>
        <source>has a shape that does not fit its number of bytes</source>
        <translation>的形状与其字节数不符</translation>
    </message>
    <message>
        <source>is no map of strings</source>
        <translation>不是字符串映射</translation>
    </message>
    <message>
        <source>overlaps another tensor or leaves a gap before it</source>
        <translation>与另一个张量重叠，或在其之前留有空隙</translation>
    </message>
    <message>
        <source>is cut short: its header speaks of %1 bytes of data and %2 are there; copy or download the file again</source>
        <translation>不完整：其文件头称有 %1 字节数据，实际只有 %2；请重新复制或下载该文件</translation>
    </message>
    <message>
        <source>holds bytes that belong to no tensor</source>
        <translation>含有不属于任何张量的字节</translation>
    </message>
    <message>
        <source>is a placeholder of Git LFS, not the file itself; fetch it with git lfs pull</source>
        <translation>是 Git LFS 的占位文件，而不是文件本身；请用 git lfs pull 获取</translation>
    </message>
    <message>
        <source>is too short for a safetensors file; copy or download it again</source>
        <translation>对 safetensors 文件来说太短；请重新复制或下载</translation>
    </message>
    <message>
        <source>is no safetensors file, or is cut short: its header would be %1 bytes long</source>
        <translation>不是 safetensors 文件，或不完整：其文件头将长达 %1 字节</translation>
    </message>
    <message>
        <source>is no safetensors file: its header does not begin with {</source>
        <translation>不是 safetensors 文件：其文件头不以 { 开头</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>cannot be read or written</source>
        <translation>无法读取或写入</translation>
    </message>
    <message>
        <source>steps are not kept, an interruption would cost them: %1</source>
        <translation>步骤没有保留，中断会使其丢失：%1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>job %1 is %2 and cannot be %3</source>
        <translation>任务 %1 处于“%2”状态，不能%3</translation>
    </message>
    <message>
        <source>there is a job %1 already</source>
        <translation>已有任务 %1</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>there is no such place in the queue</source>
        <translation>队列中没有这个位置</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>finished early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>was written by a newer Kinora (version %1, this one reads version %2); use the newer program</source>
        <translation>由较新的 Kinora 写出（版本 %1，而此程序读取版本 %2）；请使用较新的程序</translation>
    </message>
    <message>
        <source>is a database of another program</source>
        <translation>是其他程序的数据库</translation>
    </message>
    <message>
        <source>this job could not be read: %1</source>
        <translation>无法读取此任务：%1</translation>
    </message>
    <message>
        <source>holds no job %1</source>
        <translation>不含任务 %1</translation>
    </message>
    <message>
        <source>cannot be read and cannot be moved to %1: %2</source>
        <translation>无法读取，也无法移到 %1：%2</translation>
    </message>
    <message>
        <source>was emptied</source>
        <translation>已被清空</translation>
    </message>
    <message>
        <source>%1x%2 or %3 frames would fit</source>
        <translation>%1x%2 或 %3 帧可以容纳</translation>
    </message>
    <message>
        <source>%1x%2 would fit</source>
        <translation>%1x%2 可以容纳</translation>
    </message>
    <message>
        <source>%1 frames would fit</source>
        <translation>%1 帧可以容纳</translation>
    </message>
    <message>
        <source>no smaller size of this model would fit, close other programs or choose a smaller model</source>
        <translation>此模型没有更小的尺寸可以容纳，请关闭其他程序或选择较小的模型</translation>
    </message>
    <message>
        <source>this needs about %1 of memory and %2 are free; weights are read from the model&apos;s files again at every step, which takes longer</source>
        <translation>约需 %1 内存，可用 %2；每一步都会从模型文件重新读取权重，因此更慢</translation>
    </message>
    <message>
        <source>this needs about %1 of memory and %2 are free; %3</source>
        <translation>约需 %1 内存，可用 %2；%3</translation>
    </message>
    <message>
        <source>must be a whole number within bounds</source>
        <translation>须为范围内的整数</translation>
    </message>
    <message>
        <source>has a value of the wrong type</source>
        <translation>的值类型不对</translation>
    </message>
    <message>
        <source>is no object</source>
        <translation>不是对象</translation>
    </message>
    <message>
        <source>holds something that is no LoRA</source>
        <translation>含有不是 LoRA 的内容</translation>
    </message>
    <message>
        <source>holds no recipe of Kinora</source>
        <translation>不含 Kinora 的配方</translation>
    </message>
    <message>
        <source>is none that this Kinora knows</source>
        <translation>不是此 Kinora 认识的</translation>
    </message>
    <message>
        <source>must hold a size and a frame rate</source>
        <translation>须包含尺寸和帧率</translation>
    </message>
    <message>
        <source>holds something that is no condition</source>
        <translation>含有不是条件的内容</translation>
    </message>
    <message>
        <source>%1 cannot be made by %2: %3; the nearest is %4</source>
        <translation>%2 不能生成%1：%3；最接近的是 %4</translation>
    </message>
    <message>
        <source>sizes are multiples of %1</source>
        <translation>尺寸须为 %1 的倍数</translation>
    </message>
    <message>
        <source>size %1</source>
        <translation>尺寸 %1</translation>
    </message>
    <message>
        <source>lengths are 1 + a multiple of %1 frames</source>
        <translation>长度须为 %1 的倍数加 1 帧</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>it holds no sound</source>
        <translation>其中没有声音</translation>
    </message>
    <message>
        <source>it holds %1 of %2 frames</source>
        <translation>其中只有 %2 帧中的 %1 帧</translation>
    </message>
    <message>
        <source>frame %1 is not shown at its time</source>
        <translation>第 %1 帧没有在应有的时间显示</translation>
    </message>
    <message>
        <source>cannot hold metadata named &quot;%1&quot;; names are made of a-z, 0-9 and _, 60 at most</source>
        <translation>不能包含名为“%1”的元数据；名称由 a-z、0-9 和 _ 组成，最多 60 个字符</translation>
    </message>
    <message>
        <source>cannot hold the metadata &quot;%1&quot;: it is empty or has a NUL in it</source>
        <translation>不能包含元数据“%1”：它为空或其中有 NUL</translation>
    </message>
    <message>
        <source>cannot hold %1 bytes of metadata; the most is %2</source>
        <translation>不能包含 %1 字节的元数据；最多 %2</translation>
    </message>
    <message>
        <source>is no video file; numbered pictures are written by FrameSequenceWriter</source>
        <translation>不是视频文件；编号图片由 FrameSequenceWriter 写出</translation>
    </message>
    <message>
        <source>cannot be written further after an error or after its end</source>
        <translation>出错或结束之后无法继续写入</translation>
    </message>
    <message>
        <source>cannot be finished after an error or after its end</source>
        <translation>出错或结束之后无法完成</translation>
    </message>
    <message>
        <source>this scheduler shifts by the number of tokens, which was not given</source>
        <translation>此调度器按词元数偏移，而没有给出词元数</translation>
    </message>
    <message>
        <source>sigmas and timesteps must be as many</source>
        <translation>sigma 和时间步的数量须相同</translation>
    </message>
    <message>
        <source>the number of steps must be at least 1</source>
        <translation>步数须至少为 1</translation>
    </message>
    <message>
        <source>this scheduler&apos;s steps cannot be joined by a run of another schedule</source>
        <translation>使用其他调度的运行无法接入此调度器的步骤</translation>
    </message>
    <message>
        <source>must be exponential or linear</source>
        <translation>须为 exponential 或 linear</translation>
    </message>
    <message>
        <source>excludes use_exponential_sigmas and use_beta_sigmas</source>
        <translation>不能与 use_exponential_sigmas 和 use_beta_sigmas 同用</translation>
    </message>
    <message>
        <source>must differ from base_image_seq_len</source>
        <translation>须与 base_image_seq_len 不同</translation>
    </message>
    <message>
        <source>names a block that Kinora does not know: %1</source>
        <translation>引用了 Kinora 不认识的模块：%1</translation>
    </message>
    <message>
        <source>names a way that Kinora does not know: %1</source>
        <translation>引用了 Kinora 不认识的方式：%1</translation>
    </message>
    <message>
        <source>has %1 values; the blocks need %2</source>
        <translation>有 %1 个值；各模块需要 %2 个</translation>
    </message>
    <message>
        <source>cannot go from %1 to %2 in block %3</source>
        <translation>在模块 %3 中不能从 %1 变为 %2</translation>
    </message>
    <message>
        <source>cannot be decoded: block %1 goes from %2 to %3 channels</source>
        <translation>无法解码：模块 %1 从 %2 个通道变为 %3 个通道</translation>
    </message>
    <message>
        <source>must divide 8 and the block&apos;s channels</source>
        <translation>须能整除 8 和该模块的通道数</translation>
    </message>
    <message>
        <source>does not fit the encoder&apos;s and the decoder&apos;s blocks</source>
        <translation>与编码器和解码器的模块不符</translation>
    </message>
    <message>
        <source>times attention_head_dim must be even and at most %1</source>
        <translation>与 attention_head_dim 的乘积须为偶数且不超过 %1</translation>
    </message>
    <message>
        <source>must equal num_attention_heads times attention_head_dim</source>
        <translation>须等于 num_attention_heads 乘以 attention_head_dim</translation>
    </message>
    <message>
        <source>models of the class %1 cannot be run; Kinora runs LTXPipeline and LTXConditionPipeline</source>
        <translation>无法运行 %1 类的模型；Kinora 能运行 LTXPipeline 和 LTXConditionPipeline</translation>
    </message>
    <message>
        <source>the kept step is of another kind (%1, version %2) than this model&apos;s; start the job anew</source>
        <translation>保留的步骤类型（%1，版本 %2）与此模型的不同；请重新开始该任务</translation>
    </message>
    <message>
        <source>the kept step was made with another model, or with other weights; start the job anew</source>
        <translation>保留的步骤是用其他模型或其他权重生成的；请重新开始该任务</translation>
    </message>
    <message>
        <source>the kept step is of a clip of another size or length; branch with the same size and length, or start anew</source>
        <translation>保留的步骤属于其他尺寸或时长的片段；请以相同的尺寸和时长分支，或重新开始</translation>
    </message>
    <message>
        <source>the kept step&apos;s conditions are damaged; start the job anew</source>
        <translation>保留的步骤中的条件已损坏；请重新开始该任务</translation>
    </message>
    <message>
        <source>names fewer random tensors than the run needs</source>
        <translation>列出的随机张量少于运行所需</translation>
    </message>
    <message>
        <source>does not have the shape that the run needs</source>
        <translation>没有运行所需的形状</translation>
    </message>
    <message>
        <source>the run used %1 random tensors, the reference %2</source>
        <translation>运行用了 %1 个随机张量，参考文件用了 %2 个</translation>
    </message>
    <message>
        <source>%1: is no IFNet of RIFE 4.25 or 4.26, the versions that Kinora runs; it has no %2</source>
        <translation>%1：不是 Kinora 能运行的 RIFE 4.25 或 4.26 的 IFNet；其中没有 %2</translation>
    </message>
    <message>
        <source>%1: is no IFNet of RIFE 4.25 or 4.26, the versions that Kinora runs</source>
        <translation>%1：不是 Kinora 能运行的 RIFE 4.25 或 4.26 的 IFNet</translation>
    </message>
    <message>
        <source>its name gives no time</source>
        <translation>其名称没有给出时间</translation>
    </message>
    <message>
        <source>%1: Kinora does not know the architecture of this folder</source>
        <translation>%1：Kinora 不认识此文件夹的架构</translation>
    </message>
    <message>
        <source>is neither a model folder nor the name of a model that is here; kinora-cli models lists those that are</source>
        <translation>既不是模型文件夹，也不是这里已有模型的名称；kinora-cli models 会列出已有的模型</translation>
    </message>
    <message>
        <source>is the name of several models (%1, %2); give the folder</source>
        <translation>是多个模型的名称（%1、%2）；请给出文件夹</translation>
    </message>
    <message>
        <source>%1: Kinora does not know the architecture %2</source>
        <translation>%1：Kinora 不认识架构 %2</translation>
    </message>
    <message>
        <source>%1: has no %2; a model needs one to make video</source>
        <translation>%1：没有 %2；模型需要它才能生成视频</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no architecture that Kinora knows</source>
        <translation>“%1”不是 Kinora 认识的架构</translation>
    </message>
    <message>
        <source>is cut short or damaged; copy or download the file again</source>
        <translation>不完整或已损坏；请重新复制或下载该文件</translation>
    </message>
    <message>
        <source>has replacements that are no UTF-8</source>
        <translation>其中的替换内容不是 UTF-8</translation>
    </message>
    <message>
        <source>points outside itself at unit %1; copy or download the file again</source>
        <translation>在第 %1 个单元处指向自身之外；请重新复制或下载该文件</translation>
    </message>
    <message>
        <source>the prompt &quot;%1&quot; has %2 tokens; the model reads the first %3</source>
        <translation>提示词“%1”有 %2 个词元；模型只读取前 %3 个</translation>
    </message>
    <message>
        <source>this model&apos;s tokenizer is a %1; Kinora runs T5Tokenizer and T5TokenizerFast</source>
        <translation>此模型的分词器是 %1；Kinora 能运行 T5Tokenizer 和 T5TokenizerFast</translation>
    </message>
    <message>
        <source>is %1, but the tokenizer has %2 ids; the two do not belong together</source>
        <translation>为 %1，而分词器有 %2 个编号；两者不配套</translation>
    </message>
    <message>
        <source>max_sequence_length must lie between 1 and %1</source>
        <translation>max_sequence_length 须在 1 到 %1 之间</translation>
    </message>
    <message>
        <source>a field has no valid number</source>
        <translation>有一个字段没有有效的编号</translation>
    </message>
    <message>
        <source>a field has no valid type</source>
        <translation>有一个字段没有有效的类型</translation>
    </message>
    <message>
        <source>field %1 has another type</source>
        <translation>字段 %1 的类型不对</translation>
    </message>
    <message>
        <source>a piece has the type %1</source>
        <translation>有一个片元的类型为 %1</translation>
    </message>
    <message>
        <source>%1: is no unigram model (its type is %2), the only kind that T5 tokenizers are</source>
        <translation>%1：不是 unigram 模型（其类型为 %2），而 T5 分词器只有这一种</translation>
    </message>
    <message>
        <source>has more than %1 pieces</source>
        <translation>片元超过 %1 个</translation>
    </message>
    <message>
        <source>its settings are missing at the end</source>
        <translation>末尾缺少其设置</translation>
    </message>
    <message>
        <source>has %1 pieces; a model has between 3 and %2</source>
        <translation>有 %1 个片元；模型应有 3 到 %2 个</translation>
    </message>
    <message>
        <source>is longer than %1 bytes</source>
        <translation>超过 %1 字节</translation>
    </message>
    <message>
        <source>is no UTF-8</source>
        <translation>不是 UTF-8</translation>
    </message>
    <message>
        <source>has a score that is no finite number</source>
        <translation>的分数不是有限的数</translation>
    </message>
    <message>
        <source>is of the byte type but not named like one</source>
        <translation>属于字节类型，但名称不是字节的名称</translation>
    </message>
    <message>
        <source>has no token for the end of a text or for padding</source>
        <translation>没有表示文本结尾或填充的词元</translation>
    </message>
    <message>
        <source>the prompt is no valid UTF-8 text; save it as UTF-8</source>
        <translation>提示词不是有效的 UTF-8 文本；请将其保存为 UTF-8</translation>
    </message>
    <message>
        <source>this text encoder&apos;s dense_act_fn is &quot;%1&quot;; Kinora runs relu, gelu, gelu_new and silu</source>
        <translation>此文本编码器的 dense_act_fn 为“%1”；Kinora 能运行 relu、gelu、gelu_new 和 silu</translation>
    </message>
    <message>
        <source>this text encoder&apos;s model_type is &quot;%1&quot;; Kinora runs t5 and umt5</source>
        <translation>此文本编码器的 model_type 为“%1”；Kinora 能运行 t5 和 umt5</translation>
    </message>
    <message>
        <source>this text encoder is quantized (quantization_config), which Kinora does not run; get it in bfloat16, float16 or float32</source>
        <translation>此文本编码器经过量化（quantization_config），Kinora 不能运行；请获取 bfloat16、float16 或 float32 版本</translation>
    </message>
    <message>
        <source>this text encoder&apos;s is_decoder is true; Kinora runs T5 as an encoder only</source>
        <translation>此文本编码器的 is_decoder 为 true；Kinora 只将 T5 作为编码器运行</translation>
    </message>
    <message>
        <source>times d_kv is larger than allowed</source>
        <translation>与 d_kv 的乘积超过允许的大小</translation>
    </message>
    <message>
        <source>lists a special token that is no text</source>
        <translation>列出的特殊词元中有一个不是文本</translation>
    </message>
    <message>
        <source>lists a special token that is too long or no UTF-8</source>
        <translation>列出的特殊词元中有一个太长或不是 UTF-8</translation>
    </message>
    <message>
        <source>%1: the special token %2 is only found as a whole word (single_word), which Kinora does not support</source>
        <translation>%1：特殊词元 %2 只匹配整个单词（single_word），Kinora 不支持</translation>
    </message>
    <message>
        <source>has a list of special tokens that is none</source>
        <translation>的特殊词元列表不是列表</translation>
    </message>
    <message>
        <source>holds neither tokenizer.json nor spiece.model; copy or download it again</source>
        <translation>既不含 tokenizer.json 也不含 spiece.model；请重新复制或下载</translation>
    </message>
    <message>
        <source>has a key that is no token id</source>
        <translation>有一个键不是词元编号</translation>
    </message>
    <message>
        <source>is no token id</source>
        <translation>不是词元编号</translation>
    </message>
    <message>
        <source>%1: %2 is not &quot;right&quot;, which Kinora does not support</source>
        <translation>%1：%2 不是“right”，Kinora 不支持</translation>
    </message>
    <message>
        <source>%1: split_special_tokens is set, which Kinora does not support</source>
        <translation>%1：设置了 split_special_tokens，Kinora 不支持</translation>
    </message>
    <message>
        <source>asks for %1 tokens &lt;extra_id_…&gt;, but %2 are listed as special tokens</source>
        <translation>要求 %1 个 &lt;extra_id_…&gt; 词元，而列为特殊词元的有 %2 个</translation>
    </message>
    <message>
        <source>%1: is no Unigram model, the only kind that T5 tokenizers are</source>
        <translation>%1：不是 Unigram 模型，而 T5 分词器只有这一种</translation>
    </message>
    <message>
        <source>is no list of up to %1 pieces</source>
        <translation>不是最多含 %1 个片元的列表</translation>
    </message>
    <message>
        <source>has an entry that is no pair of text and score</source>
        <translation>有一项不是文本和分数的组合</translation>
    </message>
    <message>
        <source>is no list</source>
        <translation>不是列表</translation>
    </message>
    <message>
        <source>has an entry without a valid id</source>
        <translation>有一项没有有效的编号</translation>
    </message>
    <message>
        <source>%1: %2 is not on the right, which Kinora does not support</source>
        <translation>%1：%2 不在右侧，Kinora 不支持</translation>
    </message>
    <message>
        <source>there is not enough memory for this; lower the size or the number of frames (%1)</source>
        <translation>内存不足；请减小尺寸或帧数（%1）</translation>
    </message>
    <message>
        <source>the GPU failed: %1</source>
        <translation>GPU 出错：%1</translation>
    </message>
    <message>
        <source>the model could not be run: %1</source>
        <translation>模型无法运行：%1</translation>
    </message>
    <message>
        <source>has changed since it was looked at; choose the model again</source>
        <translation>在查看之后发生了变化；请重新选择该模型</translation>
    </message>
    <message>
        <source>is missing from the reference file</source>
        <translation>在参考文件中缺失</translation>
    </message>
    <message>
        <source>the shape is %1, the reference has %2</source>
        <translation>形状为 %1，参考文件中为 %2</translation>
    </message>
    <message>
        <source>a value is not a number</source>
        <translation>有一个值不是数</translation>
    </message>
    <message>
        <source>Kinora does not have the scheduler %1</source>
        <translation>Kinora 没有调度器 %1</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>names a shard outside the folder</source>
        <translation>引用了文件夹之外的分片</translation>
    </message>
    <message>
        <source>is missing, though %1 lists it; copy or download the folder again</source>
        <translation>缺失，但 %1 列出了它；请重新复制或下载该文件夹</translation>
    </message>
    <message>
        <source>is in two shards</source>
        <translation>出现在两个分片中</translation>
    </message>
    <message>
        <source>is not in the shard that the index names; copy or download the folder again</source>
        <translation>不在索引所指的分片中；请重新复制或下载该文件夹</translation>
    </message>
    <message>
        <source>must lie between %1 and %2</source>
        <translation>须在 %1 到 %2 之间</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>须为 true 或 false</translation>
    </message>
    <message>
        <source>must be text</source>
        <translation>须为文本</translation>
    </message>
    <message>
        <source>must be a list of 1 to %1 values</source>
        <translation>须为含 1 到 %1 个值的列表</translation>
    </message>
    <message>
        <source>has a value that is no whole number or must lie between %1 and %2</source>
        <translation>有一个值不是整数，或不在 %1 到 %2 之间</translation>
    </message>
    <message>
        <source>must be a list of true and false</source>
        <translation>须为 true 和 false 的列表</translation>
    </message>
    <message>
        <source>must be a list of texts</source>
        <translation>须为文本的列表</translation>
    </message>
    <message>
        <source>is not part of the model that the config describes</source>
        <translation>不属于配置所描述的模型</translation>
    </message>
    <message>
        <source>has the shape %1, but the config asks for %2</source>
        <translation>的形状为 %1，而配置要求 %2</translation>
    </message>
    <message>
        <source>is missing (and %1 more), though the config asks for it</source>
        <translation>缺失（另缺 %1 个），但配置要求有它</translation>
    </message>
    <message>
        <source>is missing, though the config asks for it</source>
        <translation>缺失，但配置要求有它</translation>
    </message>
    <message>
        <source>is no part of a LoRA for this model; its keys are &quot;%1&lt;module&gt;.lora_A.weight&quot; and &quot;%1&lt;module&gt;.lora_B.weight&quot;</source>
        <translation>不属于此模型的 LoRA；其键应为“%1&lt;module&gt;.lora_A.weight”和“%1&lt;module&gt;.lora_B.weight”</translation>
    </message>
    <message>
        <source>holds no LoRA; choose another file</source>
        <translation>不含 LoRA；请选择其他文件</translation>
    </message>
    <message>
        <source>is a DoRA, which Kinora does not apply; choose a plain LoRA</source>
        <translation>是 DoRA，Kinora 不能应用；请选择普通的 LoRA</translation>
    </message>
    <message>
        <source>and its lora_B do not fit a weight of %1 x %2; the LoRA was made for another model</source>
        <translation>及其 lora_B 与 %1 x %2 的权重不符；该 LoRA 是为其他模型制作的</translation>
    </message>
    <message>
        <source>must be a single number</source>
        <translation>须为单个数</translation>
    </message>
    <message>
        <source>fits no weight of this model; the LoRA was made for another one</source>
        <translation>与此模型的任何权重都不符；该 LoRA 是为其他模型制作的</translation>
    </message>
    <message>
        <source>has only one of lora_A and lora_B; get the file again</source>
        <translation>只有 lora_A 和 lora_B 中的一个；请重新获取该文件</translation>
    </message>
    <message>
        <source>is not a folder that exists; give a folder in the layout of Hugging Face diffusers</source>
        <translation>这个文件夹不存在；请给出采用 Hugging Face diffusers 结构的文件夹</translation>
    </message>
    <message>
        <source>is missing; this is no model of diffusers</source>
        <translation>缺失；这不是 diffusers 的模型</translation>
    </message>
    <message>
        <source>is missing, though %1 lists it; copy or download the folder again</source>
        <comment>model_index.json</comment>
        <translation>缺失，但 %1 列出了它；请重新复制或下载该文件夹</translation>
    </message>
    <message>
        <source>holds no model: there is no model_index.json and no component folder; give a folder in the layout of Hugging Face diffusers</source>
        <translation>不含模型：既没有 model_index.json，也没有组件文件夹；请给出采用 Hugging Face diffusers 结构的文件夹</translation>
    </message>
    <message>
        <source>tensors of the type %1 cannot be stored</source>
        <translation>%1 类型的张量无法存储</translation>
    </message>
    <message>
        <source>the project is no JSON object</source>
        <translation>项目不是 JSON 对象</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no JSON object</source>
        <translation>“%1”不是 JSON 对象</translation>
    </message>
    <message>
        <source>&quot;%1&quot; %2</source>
        <translation>“%1”%2</translation>
    </message>
    <message>
        <source>is neither true nor false</source>
        <translation>既不是 true 也不是 false</translation>
    </message>
    <message>
        <source>is no text</source>
        <translation>不是文本</translation>
    </message>
    <message>
        <source>is no number</source>
        <translation>不是数</translation>
    </message>
    <message>
        <source>is no whole number</source>
        <translation>不是整数</translation>
    </message>
    <message>
        <source>is outside %1 to %2</source>
        <translation>不在 %1 到 %2 之间</translation>
    </message>
    <message>
        <source>is &quot;%1&quot;, which this Kinora does not know</source>
        <translation>为“%1”，此 Kinora 不认识</translation>
    </message>
    <message>
        <source>has a value of the wrong type or out of bounds</source>
        <translation>的值类型不对或超出范围</translation>
    </message>
    <message>
        <source>clip &quot;%1&quot; at frame %2 is left out: its file &quot;%3&quot; is not in the project</source>
        <translation>第 %2 帧处的片段“%1”被略去：其文件“%3”不在项目中</translation>
    </message>
    <message>
        <source>clip &quot;%1&quot; at frame %2 is left out: its media has none of its frames</source>
        <translation>第 %2 帧处的片段“%1”被略去：其媒体不含它的任何帧</translation>
    </message>
    <message>
        <source>clip &quot;%1&quot; at frame %2 is shorter: its media ends after %3 frames</source>
        <translation>第 %2 帧处的片段“%1”变短了：其媒体在 %3 帧之后结束</translation>
    </message>
    <message>
        <source>holds no timeline of OpenTimelineIO</source>
        <translation>不含 OpenTimelineIO 的时间线</translation>
    </message>
    <message>
        <source>holds more than %1 tracks</source>
        <translation>轨道超过 %1 条</translation>
    </message>
    <message>
        <source>&quot;%1&quot; at frame %2</source>
        <translation>第 %2 帧处的“%1”</translation>
    </message>
    <message>
        <source>the transition %1 is left out</source>
        <translation>%1是过渡，被略去</translation>
    </message>
    <message>
        <source>the effects of %1 are left out</source>
        <translation>%1的效果被略去</translation>
    </message>
    <message>
        <source>%1 is no single clip with a length and becomes a gap</source>
        <translation>%1不是有时长的单个片段，变为空隙</translation>
    </message>
    <message>
        <source>%1 is switched off and becomes a gap</source>
        <translation>%1已停用，变为空隙</translation>
    </message>
    <message>
        <source>%1 names no file and becomes a gap</source>
        <translation>%1没有指明文件，变为空隙</translation>
    </message>
    <message>
        <source>the sound %1 lies under no clip of the same length and is left out</source>
        <translation>%1是声音，其上没有等长的片段，被略去</translation>
    </message>
    <message>
        <source>the sound %1 names no file and is left out</source>
        <translation>%1是声音，没有指明文件，被略去</translation>
    </message>
    <message>
        <source>%1, so it is no OpenTimelineIO file that could be read</source>
        <translation>%1，因此不是可以读取的 OpenTimelineIO 文件</translation>
    </message>
    <message>
        <source>holds a time without a value or a rate above 0</source>
        <translation>其中有一个时间没有值，或没有大于 0 的速率</translation>
    </message>
    <message>
        <source>names a time that no timeline has</source>
        <translation>给出的时间超出任何时间线的范围</translation>
    </message>
    <message>
        <source>holds a range without a duration of 0 or more</source>
        <translation>其中有一个范围没有不小于 0 的时长</translation>
    </message>
    <message>
        <source>the frame rate is not above 0</source>
        <translation>帧率不大于 0</translation>
    </message>
    <message>
        <source>the size is not above 0</source>
        <translation>尺寸不大于 0</translation>
    </message>
    <message>
        <source>the timeline&apos;s pictures are larger than any video</source>
        <translation>时间线的画面比任何视频都大</translation>
    </message>
    <message>
        <source>the next id is not above 0</source>
        <translation>下一个编号不大于 0</translation>
    </message>
    <message>
        <source>the generate panel makes nothing</source>
        <translation>“生成”面板不生成任何内容</translation>
    </message>
    <message>
        <source>%1 has an id that was never given out</source>
        <translation>%1的编号从未分配过</translation>
    </message>
    <message>
        <source>%1 has the id of something else</source>
        <translation>%1的编号属于其他内容</translation>
    </message>
    <message>
        <source>%1 lies outside the timeline</source>
        <translation>%1在时间线之外</translation>
    </message>
    <message>
        <source>asset %1</source>
        <translation>素材 %1</translation>
    </message>
    <message>
        <source>%1 has no frames</source>
        <translation>%1没有帧</translation>
    </message>
    <message>
        <source>%1 is neither a picture nor a video with a frame rate</source>
        <translation>%1既不是图片，也不是有帧率的视频</translation>
    </message>
    <message>
        <source>take %1</source>
        <translation>镜次 %1</translation>
    </message>
    <message>
        <source>%1 has no frames or no frame rate</source>
        <translation>%1没有帧或没有帧率</translation>
    </message>
    <message>
        <source>track %1</source>
        <translation>轨道 %1</translation>
    </message>
    <message>
        <source>clip %1 overlaps the clip before it</source>
        <translation>片段 %1与它之前的片段重叠</translation>
    </message>
    <message>
        <source>clip %1</source>
        <translation>片段 %1</translation>
    </message>
    <message>
        <source>%1 shows a version that it does not have</source>
        <translation>%1显示的版本并不存在</translation>
    </message>
    <message>
        <source>%1 waits for a generation that there is not</source>
        <translation>%1在等待不存在的生成</translation>
    </message>
    <message>
        <source>%1 shows nothing</source>
        <translation>%1没有显示任何内容</translation>
    </message>
    <message>
        <source>%1 refers to media that is not in the project</source>
        <translation>%1引用了不在项目中的媒体</translation>
    </message>
    <message>
        <source>%1 has sound that is not in the project</source>
        <translation>%1的声音不在项目中</translation>
    </message>
    <message>
        <source>%1 is longer than its media</source>
        <translation>%1比其媒体长</translation>
    </message>
    <message>
        <source>marker %1</source>
        <translation>标记 %1</translation>
    </message>
    <message>
        <source>%1 is not in order</source>
        <translation>%1的顺序不对</translation>
    </message>
    <message>
        <source>the marked range</source>
        <translation>标出的范围</translation>
    </message>
    <message>
        <source>%1 has a strength outside 0 to 1</source>
        <translation>%1的强度不在 0 到 1 之间</translation>
    </message>
    <message>
        <source>%1 has a curve without interpolation</source>
        <translation>%1的曲线没有插值方式</translation>
    </message>
    <message>
        <source>%1 has a curve that goes back in time</source>
        <translation>%1的曲线在时间上倒退</translation>
    </message>
    <message>
        <source>keyframe %1</source>
        <translation>关键帧 %1</translation>
    </message>
    <message>
        <source>%1 makes no number of frames that a model could make</source>
        <translation>%1的帧数不是模型能生成的</translation>
    </message>
    <message>
        <source>%1 keeps frames that it does not make</source>
        <translation>%1保留了它并不生成的帧</translation>
    </message>
    <message>
        <source>%1 is conditioned on frames behind its end</source>
        <translation>%1以其结尾之后的帧作为条件</translation>
    </message>
    <message>
        <source>%1 was made from parts that there are no longer</source>
        <translation>%1所依据的部分已不存在</translation>
    </message>
    <message>
        <source>%1 is conditioned on a later part</source>
        <translation>%1以较后的部分作为条件</translation>
    </message>
    <message>
        <source>%1 is conditioned on media that is not in the project</source>
        <translation>%1以不在项目中的媒体作为条件</translation>
    </message>
    <message>
        <source>generation %1</source>
        <translation>生成 %1</translation>
    </message>
    <message>
        <source>%1 makes nothing</source>
        <translation>%1不生成任何内容</translation>
    </message>
    <message>
        <source>%1 has no parts</source>
        <translation>%1没有任何部分</translation>
    </message>
    <message>
        <source>%1 has made a take that is not in the project</source>
        <translation>%1生成的镜次不在项目中</translation>
    </message>
    <message>
        <source>is no frame rate; it is text such as &quot;24&quot; or &quot;30000/1001&quot;</source>
        <translation>不是帧率；帧率是“24”或“30000/1001”这样的文本</translation>
    </message>
    <message>
        <source>is no path inside the project&apos;s media folder</source>
        <translation>不是项目媒体文件夹中的路径</translation>
    </message>
    <message>
        <source>is no list of a first frame and a length</source>
        <translation>不是由起始帧和长度组成的列表</translation>
    </message>
    <message>
        <source>names %1, which there is not</source>
        <translation>引用了并不存在的 %1</translation>
    </message>
    <message>
        <source>the worker does not answer</source>
        <translation>工作进程没有应答</translation>
    </message>
    <message>
        <source>the worker was not understood: %1</source>
        <translation>无法理解工作进程：%1</translation>
    </message>
    <message>
        <source>the worker %1 does not answer</source>
        <translation>工作进程 %1 没有应答</translation>
    </message>
    <message>
        <source>its first message is another than expected</source>
        <translation>它的第一条消息与预期不符</translation>
    </message>
    <message>
        <source>an answer to something that was not asked</source>
        <translation>应答的内容没有被问过</translation>
    </message>
    <message>
        <source>the worker %1 cannot be started: %2</source>
        <translation>无法启动工作进程 %1：%2</translation>
    </message>
    <message>
        <source>waiting for the worker failed: %1</source>
        <translation>等待工作进程失败：%1</translation>
    </message>
    <message>
        <source>the worker %1 was not understood: %2</source>
        <translation>无法理解工作进程 %1：%2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>the worker closed its stream and went on</source>
        <translation>工作进程关闭了数据流却没有结束</translation>
    </message>
    <message>
        <source>the worker ended with status %1</source>
        <translation>工作进程以状态 %1 结束</translation>
    </message>
    <message>
        <source>the system ended the worker because memory ran out; lower the size or the number of frames, or close other programs</source>
        <translation>因内存耗尽，系统结束了工作进程；请减小尺寸或帧数，或关闭其他程序</translation>
    </message>
    <message>
        <source>the worker was ended by signal %1</source>
        <translation>工作进程被信号 %1 结束</translation>
    </message>
    <message>
        <source>the worker was ended by signal %1, %2</source>
        <translation>工作进程被信号 %1（%2）结束</translation>
    </message>
    <message>
        <source>scales more than %1 times</source>
        <translation>缩放次数超过 %1 次</translation>
    </message>
    <message>
        <source>this transformer&apos;s %1 is %2; Kinora&apos;s LTX-Video runs only 1</source>
        <translation>该 transformer 的 %1 为 %2；Kinora 的 LTX-Video 仅支持 1</translation>
    </message>
    <message>
        <source>is %1, but the vae&apos;s latents have %2 channels; transformer and vae are of different models</source>
        <translation>为 %1，而 vae 的潜变量有 %2 个通道；transformer 与 vae 属于不同的模型</translation>
    </message>
    <message>
        <source>is %1, but the text_encoder&apos;s d_model is %2; transformer and text_encoder are of different models</source>
        <translation>为 %1，而 text_encoder 的 d_model 为 %2；transformer 与 text_encoder 属于不同的模型</translation>
    </message>
    <message>
        <source>the model&apos;s numbers overflowed in fp16; use bf16 or fp32</source>
        <translation>模型的数值在 fp16 中溢出；请使用 bf16 或 fp32</translation>
    </message>
    <message>
        <source>the model made values that are not numbers; use a lower guidance scale or other steps, or get its weights again</source>
        <translation>模型产生了非数值结果；请降低引导强度、更改步数，或重新获取其权重</translation>
    </message>
    <message>
        <source>is true; Kinora trains only autoencoders without it</source>
        <translation>为 true；Kinora 只训练不含此项的自编码器</translation>
    </message>
    <message>
        <source>Kinora&apos;s LTX-Video does not run the scheduler %1</source>
        <translation>Kinora 的 LTX-Video 不支持调度器 %1</translation>
    </message>
    <message>
        <source>nothing else lies on the topmost track, so that a new one above it would change nothing</source>
        <translation>最上方的轨道上没有别的内容，在其上方新建轨道不会有任何改变</translation>
    </message>
    <message>
        <source>the media of %1 has become too short for what was copied</source>
        <translation>%1的媒体现在比所复制的内容短</translation>
    </message>
    <message>
        <source>there is no model that can be run</source>
        <translation>没有可以运行的模型</translation>
    </message>
    <message>
        <source>%1 is not here</source>
        <translation>此处没有 %1</translation>
    </message>
    <message>
        <source>it cannot be read back as it was</source>
        <translation>无法原样读回</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not three numbers from 1 to %2 that rise: least, usual, most</source>
        <translation>“%1”不是从 1 到 %2 依次递增的三个数：最小值、常用值、最大值</translation>
    </message>
    <message>
        <source>the ranges are no object</source>
        <translation>“ranges”不是对象</translation>
    </message>
    <message>
        <source>the keyframe %1 of that generation is not in this project; import it, then branch again</source>
        <translation>那次生成的关键帧 %1 不在此项目中；请先导入它，然后再次分支</translation>
    </message>
    <message>
        <source>segment %1 has no prompt; write what happens in it</source>
        <translation>第 %1 段没有提示词；请写出这一段里发生什么</translation>
    </message>
    <message>
        <source>%1 on track &quot;%2&quot; is in the way of a group that has to move along; make room, or ungroup it</source>
        <translation>轨道“%2”上的 %1 挡住了必须一起移动的组；请腾出位置，或取消编组</translation>
    </message>
    <message>
        <source>moved over the clipboard</source>
        <translation>经由剪贴板移动</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a row of numbered pictures, for which Final Cut Pro&apos;s XML has no word: its first picture is named; OpenTimelineIO (.otio) names all of them</source>
        <translation>“%1”是一组编号图片，Final Cut Pro 的 XML 无法表示：只写入了第一张图片；OpenTimelineIO (.otio) 会写入全部图片</translation>
    </message>
    <message>
        <source>cannot hold a cut at %1 frames per second: Final Cut Pro&apos;s XML knows whole numbers of frames and their NTSC forms, such as 30000/1001; export it as OpenTimelineIO (.otio)</source>
        <translation>无法保存每秒 %1 帧的剪辑：Final Cut Pro 的 XML 只支持整数帧率及其 NTSC 形式，例如 30000/1001；请导出为 OpenTimelineIO (.otio)</translation>
    </message>
    <message>
        <source>is damaged from its beginning on</source>
        <translation>从开头起就已损坏</translation>
    </message>
    <message>
        <source>the keyframes of this job are not those that were edited; open it once more</source>
        <translation>此任务的关键帧与所编辑的不一致；请重新打开它</translation>
    </message>
    <message>
        <source>%1 on track &quot;%2&quot; would begin before the timeline if its group moved along; ungroup it</source>
        <translation>轨道“%2”上的 %1 若随其组一起移动，就会早于时间线的开头；请先取消编组</translation>
    </message>
    <message>
        <source>the sound of %1 fades over no frames</source>
        <translation>%1 的声音渐变没有任何帧</translation>
    </message>
    <message>
        <source>%1 is offline; relink it from the menu of its clip</source>
        <translation>%1 已离线；请从其片段的菜单中重新链接</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no scheduler of %2, which has %3</source>
        <translation>“%1”不是 %2 的调度器，它有 %3</translation>
    </message>
    <message>
        <source>the sigmas of %1 steps do not fall from step to step between 1 and 0; ask for fewer steps</source>
        <translation>%1 步的 sigma 没有在 1 与 0 之间逐步下降；请减少步数</translation>
    </message>
    <message>
        <source>this scheduler&apos;s last step is infinite, because lower_order_final is false and final_sigmas_type is zero; change one of them in its scheduler_config.json</source>
        <translation>此调度器的最后一步为无穷大，因为 lower_order_final 为 false 且 final_sigmas_type 为 zero；请在其 scheduler_config.json 中更改其中之一</translation>
    </message>
    <message>
        <source>the kept step is not one of this schedule; start the job anew</source>
        <translation>保留的步骤不属于此调度；请重新开始任务</translation>
    </message>
    <message>
        <source>this scheduler&apos;s %1 is %2; Kinora runs UniPC only with %3</source>
        <translation>此调度器的 %1 为 %2；Kinora 的 UniPC 只支持 %3</translation>
    </message>
    <message>
        <source>must be a multiple of patch_size squared, %1</source>
        <translation>必须是 patch_size 平方（%1）的倍数</translation>
    </message>
    <message>
        <source>has %1 values; z_dim needs %2</source>
        <translation>有 %1 个值；z_dim 需要 %2 个</translation>
    </message>
    <message>
        <source>must be 3 times patch_size squared, %1</source>
        <translation>必须是 patch_size 平方的 3 倍，即 %1</translation>
    </message>
    <message>
        <source>this model animates pictures and needs one; give it a picture for the first frame</source>
        <translation>此模型让图片动起来，需要一张图片；请为第一帧提供图片</translation>
    </message>
    <message>
        <source>this model takes given frames at its beginning only; put them at frame 0 or choose another model</source>
        <translation>此模型只接受开头的给定帧；请将其放在第 0 帧，或选择其他模型</translation>
    </message>
    <message>
        <source>this model sees pictures, but its folder has no %1; copy or download the folder again</source>
        <translation>此模型需要看图片，但其文件夹中没有 %1；请重新复制或下载该文件夹</translation>
    </message>
    <message>
        <source>models of the class %1 cannot be run; Kinora runs WanPipeline, WanImageToVideoPipeline and WanVACEPipeline</source>
        <translation>无法运行 %1 类的模型；Kinora 支持 WanPipeline、WanImageToVideoPipeline 和 WanVACEPipeline</translation>
    </message>
    <message>
        <source>is %1, but the vae&apos;s latents and masks have %2 channels; transformer and vae are of different models</source>
        <translation>为 %1，但 vae 的潜变量和遮罩有 %2 个通道；transformer 与 vae 属于不同的模型</translation>
    </message>
    <message>
        <source>this model keeps given frames wholly; their strengths were taken for 1</source>
        <translation>此模型完全保留给定帧；其强度按 1 处理</translation>
    </message>
    <message>
        <source>this scheduler makes its own timesteps; give sigmas or a number of steps</source>
        <translation>此调度器自行生成时间步；请给出 sigma 或步数</translation>
    </message>
    <message>
        <source>this model&apos;s scheduler is a %1; Kinora&apos;s Wan runs UniPCMultistepScheduler and FlowMatchEulerDiscreteScheduler</source>
        <translation>此模型的调度器是 %1；Kinora 的 Wan 支持 UniPCMultistepScheduler 和 FlowMatchEulerDiscreteScheduler</translation>
    </message>
    <message>
        <source>must go up from 0 and stay below num_layers, %1</source>
        <translation>必须从 0 递增，且小于 num_layers（%1）</translation>
    </message>
    <message>
        <source>and freq_dim must be even, and num_attention_heads times attention_head_dim at most %1</source>
        <translation>和 freq_dim 必须为偶数，且 num_attention_heads 乘以 attention_head_dim 最多为 %1</translation>
    </message>
    <message>
        <source>must equal num_attention_heads times attention_head_dim where image_dim is given, and be absent otherwise</source>
        <translation>在给出 image_dim 时必须等于 num_attention_heads 乘以 attention_head_dim，否则不得出现</translation>
    </message>
    <message>
        <source>this image processor&apos;s %1 is false; Kinora runs only processors that do this step</source>
        <translation>此图像处理器的 %1 为 false；Kinora 只支持执行此步骤的处理器</translation>
    </message>
    <message>
        <source>must have a height and a width</source>
        <translation>必须有高和宽</translation>
    </message>
    <message>
        <source>this image processor&apos;s crop_size is larger than its size; Kinora does not pad pictures</source>
        <translation>此图像处理器的 crop_size 大于其 size；Kinora 不会填充图片</translation>
    </message>
    <message>
        <source>is %1 x %2, but the image encoder takes pictures of %3 x %3</source>
        <translation>为 %1 x %2，但图像编码器接受 %3 x %3 的图片</translation>
    </message>
    <message>
        <source>this image encoder&apos;s hidden_act is &quot;%1&quot;; Kinora runs gelu and quick_gelu</source>
        <translation>此图像编码器的 hidden_act 为“%1”；Kinora 支持 gelu 和 quick_gelu</translation>
    </message>
    <message>
        <source>this image encoder&apos;s model_type is &quot;%1&quot;; Kinora runs clip_vision_model</source>
        <translation>此图像编码器的 model_type 为“%1”；Kinora 支持 clip_vision_model</translation>
    </message>
    <message>
        <source>this image encoder is quantized (quantization_config), which Kinora does not run; get it in bfloat16, float16 or float32</source>
        <translation>此图像编码器已量化（quantization_config），Kinora 无法运行；请使用 bfloat16、float16 或 float32 版本</translation>
    </message>
    <message>
        <source>is %1, which %2 heads do not divide</source>
        <translation>为 %1，不能被 %2 个头整除</translation>
    </message>
    <message>
        <source>is given, but there is no transformer_2</source>
        <translation>已给出，但没有 transformer_2</translation>
    </message>
    <message>
        <source>this model&apos;s qk_norm is &quot;%1&quot;; Kinora&apos;s Wan runs only &quot;%2&quot;</source>
        <translation>此模型的 qk_norm 为“%1”；Kinora 的 Wan 只支持“%2”</translation>
    </message>
    <message>
        <source>this image processor&apos;s resample is not %1 (bicubic), the only filter that Kinora has for it</source>
        <translation>此图像处理器的 resample 不是 %1（双三次），而 Kinora 只有这一种滤波器</translation>
    </message>
    <message>
        <source>this image processor&apos;s size has more than shortest_edge, which Kinora does not run</source>
        <translation>此图像处理器的 size 除 shortest_edge 外还有其他内容，Kinora 不支持</translation>
    </message>
    <message>
        <source>is not there any more, and the take of this job would come into no project; put it back, then retry</source>
        <translation>已不存在，该任务的镜次将无处存放；请将其放回原处，然后重试</translation>
    </message>
    <message>
        <source>the take of job %1 has not come into its project yet; open that project first</source>
        <translation>任务 %1 的镜次尚未进入其项目；请先打开该项目</translation>
    </message>
    <message>
        <source>its clock jumps back at frame %1; remux it first, for example with ffmpeg -i in.ts -c copy out.mkv</source>
        <translation>其时钟在第 %1 帧处倒退；请先重新封装，例如使用 ffmpeg -i in.ts -c copy out.mkv</translation>
    </message>
    <message>
        <source>must fall from step to step and stay above 0 with this scheduler; it adds the 0 at the end itself</source>
        <translation>使用此调度器时必须逐步下降并保持大于 0；末尾的 0 由它自行添加</translation>
    </message>
    <message>
        <source>has %1 numbers, and this model has %2 control layers</source>
        <translation>有 %1 个数，而此模型有 %2 个控制层</translation>
    </message>
    <message>
        <source>is not the transformer&apos;s; they are of different models</source>
        <translation>与 transformer 的不同；它们来自不同的模型</translation>
    </message>
    <message>
        <source>are not as many as the transformer&apos;s; they are of different models</source>
        <translation>与 transformer 的数量不同；它们来自不同的模型</translation>
    </message>
    <message>
        <source>this model&apos;s patches span %1 latent frames, which no clip&apos;s are a multiple of; Kinora&apos;s Wan runs patches of one</source>
        <translation>此模型的图块跨越 %1 个潜在帧，而任何片段的潜在帧数都不是其倍数；Kinora 的 Wan 只支持跨越一帧的图块</translation>
    </message>
    <message>
        <source>changes a second transformer, and this model has one; the LoRA was made for another model</source>
        <translation>会更改第二个 transformer，而此模型只有一个；该 LoRA 是为其他模型制作的</translation>
    </message>
    <message>
        <source>the kept step is damaged; start the job anew</source>
        <translation>保留的步骤已损坏；请重新开始任务</translation>
    </message>
    <message>
        <source>is %1, but the %2 has %3; they are of different models</source>
        <translation>为 %1，但 %2 为 %3；它们来自不同的模型</translation>
    </message>
    <message>
        <source>is %1, but the image_encoder makes %2 tokens of two pictures; they are of different models</source>
        <translation>为 %1，但 image_encoder 会把两张图片变成 %2 个 token；它们来自不同的模型</translation>
    </message>
    <message>
        <source>the number of steps is that of one stage that trains; name that stage (vae, text, dit or decoder), or set the steps of each in the recipe</source>
        <translation>步数只针对一个训练阶段；请指定该阶段（vae、text、dit 或 decoder），或在配方中设置各阶段的步数</translation>
    </message>
    <message>
        <source>is no key of a training recipe; there may be %1</source>
        <translation>不是训练配方的键；可用的键有 %1</translation>
    </message>
</context>
<context>
    <name>kinora::ShortcutEditor</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Key map</source>
        <translation>按键方案</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Key map:</source>
        <translation>按键方案：</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>New keys:</source>
        <translation>新按键：</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;, which loses it when you assign it here.</source>
        <translation>%1 属于“%2”；在此指定后，后者将失去它。</translation>
    </message>
</context>
<context>
    <name>kinora::SigmaPlot</name>
    <message>
        <source>Noise schedule</source>
        <translation>噪声调度</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Noise level σ</source>
        <translation>噪声水平 σ</translation>
    </message>
    <message>
        <source>σ</source>
        <translation>σ</translation>
    </message>
    <message>
        <source>Step %1 of %2, σ %3</source>
        <translation>第 %1 步，共 %2 步，σ %3</translation>
    </message>
    <message>
        <source>No schedule yet</source>
        <translation>还没有调度</translation>
    </message>
</context>
<context>
    <name>kinora::SlipDrag</name>
    <message>
        <source>Slide</source>
        <translation>滑动</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>滑移</translation>
    </message>
</context>
<context>
    <name>kinora::SoundControl</name>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Volume: %1 %. Sound is heard at normal speed only.</source>
        <translation>音量：%1%。仅在正常速度下有声音。</translation>
    </message>
</context>
<context>
    <name>kinora::SoundSink</name>
    <message>
        <source>There is no sound device; clips play without sound until there is one.</source>
        <translation>没有声音设备；在连接设备之前，片段将无声播放。</translation>
    </message>
    <message>
        <source>The sound device &quot;%1&quot; takes no stereo sound at 48 kHz; choose another one in the system&apos;s settings.</source>
        <translation>声音设备“%1”不支持 48 kHz 立体声；请在系统设置中选择其他设备。</translation>
    </message>
    <message>
        <source>The sound device &quot;%1&quot; cannot be opened; clips play without sound.</source>
        <translation>无法打开声音设备“%1”；片段将无声播放。</translation>
    </message>
    <message>
        <source>The sound device was taken away; clips play without sound until there is one.</source>
        <translation>声音设备已断开；在重新连接设备之前，片段将无声播放。</translation>
    </message>
</context>
<context>
    <name>kinora::StatusLine</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>The queue is held</source>
        <translation>队列已暂停</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>What is being made</source>
        <translation>正在生成的内容</translation>
    </message>
    <message>
        <source>Changes kept in the journal</source>
        <translation>更改已记入日志</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Whether changes are kept</source>
        <translation>更改是否已保留</translation>
    </message>
    <message>
        <source>%1 · %2 free</source>
        <translation>%1 · 可用 %2</translation>
    </message>
    <message>
        <source>No model process</source>
        <translation>没有模型进程</translation>
    </message>
    <message>
        <source>Starting the model process…</source>
        <translation>正在启动模型进程…</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Changes are NOT kept: the disk does not take them</source>
        <translation>更改未被保留：磁盘不接受写入</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) missing</source>
        <translation>
            <numerusform>缺少 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Show what is missing in the media panel, where it can be relinked</source>
        <translation>在媒体面板中显示缺少的内容，可在那里重新链接</translation>
    </message>
</context>
<context>
    <name>kinora::StepTimePlot</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>Time of each step</source>
        <translation>每步用时</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>No step has been made yet</source>
        <translation>还没有完成任何一步</translation>
    </message>
    <message>
        <source>%1 per step</source>
        <translation>每步 %1</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1，约剩 %2</translation>
    </message>
</context>
<context>
    <name>kinora::StyleEditor</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>负面提示词</translation>
    </message>
    <message>
        <source>{prompt} stands for what you wrote.</source>
        <translation>{prompt} 代表您写的内容。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import Styles</source>
        <translation>导入风格</translation>
    </message>
    <message>
        <source>Styles (*.json)</source>
        <translation>风格 (*.json)</translation>
    </message>
    <message>
        <source>Export Styles</source>
        <translation>导出风格</translation>
    </message>
</context>
<context>
    <name>kinora::StylePicker</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 (not here)</source>
        <translation>%1（不在这里）</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Edit styles</source>
        <translation>编辑风格</translation>
    </message>
</context>
<context>
    <name>kinora::StylePresets</name>
    <message>
        <source>Cinematic</source>
        <translation>电影感</translation>
    </message>
    <message>
        <source>Documentary</source>
        <translation>纪录片</translation>
    </message>
    <message>
        <source>Animation</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Watercolour</source>
        <translation>水彩</translation>
    </message>
    <message>
        <source>Pixel art</source>
        <translation>像素画</translation>
    </message>
</context>
<context>
    <name>kinora::TakeLanding</name>
    <message>
        <source>Generate &quot;%1&quot;</source>
        <translation>生成“%1”</translation>
    </message>
</context>
<context>
    <name>kinora::TakeNames</name>
    <message>
        <source>Take %1: %2</source>
        <translation>镜次 %1：%2</translation>
    </message>
</context>
<context>
    <name>kinora::TakesPicker</name>
    <message>
        <source>Takes</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Choose take</source>
        <translation>选择版本</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>guidance %1</source>
        <translation>引导强度 %1</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Compare A/B</source>
        <translation>A/B 比较</translation>
    </message>
    <message>
        <source>Make Again with…</source>
        <translation>换描述重新生成…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>The clip shows this take</source>
        <translation>让片段显示此版本</translation>
    </message>
    <message>
        <source>Imported footage</source>
        <translation>导入的素材</translation>
    </message>
    <message>
        <source>What this clip shows cannot be made again</source>
        <translation>此片段显示的内容无法重新生成</translation>
    </message>
    <message>
        <source>branched from step %1 of %2 of job %3 (seed %4)</source>
        <translation>从任务 %3（种子 %4）的第 %1 步（共 %2 步）分支</translation>
    </message>
    <message>
        <source>ended early at step %1 of %2</source>
        <translation>在第 %1 步（共 %2 步）提前结束</translation>
    </message>
    <message>
        <source>Beside what the clip shows</source>
        <translation>与片段当前显示的版本比较</translation>
    </message>
</context>
<context>
    <name>kinora::TimeRuler</name>
    <message>
        <source>Time ruler</source>
        <translation>时间标尺</translation>
    </message>
    <message>
        <source>Move marker</source>
        <translation>移动标记</translation>
    </message>
</context>
<context>
    <name>kinora::TimelineCommands</name>
    <message>
        <source>Select tool</source>
        <translation>选择工具</translation>
    </message>
    <message>
        <source>Blade tool</source>
        <translation>刀片工具</translation>
    </message>
    <message>
        <source>Ripple trim tool</source>
        <translation>波纹修剪工具</translation>
    </message>
    <message>
        <source>Roll tool</source>
        <translation>滚动工具</translation>
    </message>
    <message>
        <source>Slip tool</source>
        <translation>滑移工具</translation>
    </message>
    <message>
        <source>Slide tool</source>
        <translation>滑动工具</translation>
    </message>
    <message>
        <source>Only into free room</source>
        <translation>仅放入空白处</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Snapping</source>
        <translation>吸附</translation>
    </message>
    <message>
        <source>Change how the view follows the playhead</source>
        <translation>切换视图跟随播放头的方式</translation>
    </message>
    <message>
        <source>Split at the playhead</source>
        <translation>在播放头处拆分</translation>
    </message>
    <message>
        <source>Split all tracks at the playhead</source>
        <translation>在播放头处拆分所有轨道</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste at the playhead</source>
        <translation>粘贴到播放头处</translation>
    </message>
    <message>
        <source>Delete, leave a gap</source>
        <translation>删除并留下空隙</translation>
    </message>
    <message>
        <source>Delete and close the gap</source>
        <translation>删除并闭合空隙</translation>
    </message>
    <message>
        <source>Close the gap at the playhead</source>
        <translation>闭合播放头处的空隙</translation>
    </message>
    <message>
        <source>Select all clips</source>
        <translation>全选片段</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>编组</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>取消编组</translation>
    </message>
    <message>
        <source>Mute or unmute the clip&apos;s sound</source>
        <translation>静音或取消静音片段</translation>
    </message>
    <message>
        <source>Move one frame to the left</source>
        <translation>左移一帧</translation>
    </message>
    <message>
        <source>Move one frame to the right</source>
        <translation>右移一帧</translation>
    </message>
    <message>
        <source>Move one second to the left</source>
        <translation>左移一秒</translation>
    </message>
    <message>
        <source>Move one second to the right</source>
        <translation>右移一秒</translation>
    </message>
    <message>
        <source>Move to the track above</source>
        <translation>移到上方轨道</translation>
    </message>
    <message>
        <source>Move to the track below</source>
        <translation>移到下方轨道</translation>
    </message>
    <message>
        <source>Begin one frame earlier</source>
        <translation>提前一帧开始</translation>
    </message>
    <message>
        <source>Begin one frame later</source>
        <translation>推后一帧开始</translation>
    </message>
    <message>
        <source>End one frame earlier</source>
        <translation>提前一帧结束</translation>
    </message>
    <message>
        <source>End one frame later</source>
        <translation>推后一帧结束</translation>
    </message>
    <message>
        <source>Trim the beginning to the playhead</source>
        <translation>将开头修剪到播放头</translation>
    </message>
    <message>
        <source>Trim the end to the playhead</source>
        <translation>将结尾修剪到播放头</translation>
    </message>
    <message>
        <source>Slip one frame to the left</source>
        <translation>向左滑移一帧</translation>
    </message>
    <message>
        <source>Slip one frame to the right</source>
        <translation>向右滑移一帧</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>Previous cut</source>
        <translation>上一个剪切点</translation>
    </message>
    <message>
        <source>Next cut</source>
        <translation>下一个剪切点</translation>
    </message>
    <message>
        <source>To the beginning</source>
        <translation>到开头</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到结尾</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>Previous clip</source>
        <translation>上一个片段</translation>
    </message>
    <message>
        <source>Clip on the track above</source>
        <translation>上方轨道的片段</translation>
    </message>
    <message>
        <source>Clip on the track below</source>
        <translation>下方轨道的片段</translation>
    </message>
    <message>
        <source>Add or edit a marker at the playhead</source>
        <translation>在播放头处添加或编辑标记</translation>
    </message>
    <message>
        <source>Remove the marker at the playhead</source>
        <translation>移除播放头处的标记</translation>
    </message>
    <message>
        <source>Previous marker</source>
        <translation>上一个标记</translation>
    </message>
    <message>
        <source>Next marker</source>
        <translation>下一个标记</translation>
    </message>
    <message>
        <source>Set in point</source>
        <translation>设置入点</translation>
    </message>
    <message>
        <source>Set out point</source>
        <translation>设置出点</translation>
    </message>
    <message>
        <source>Clear in and out point</source>
        <translation>清除入点和出点</translation>
    </message>
    <message>
        <source>Extend forwards…</source>
        <translation>向后延长…</translation>
    </message>
    <message>
        <source>Extend backwards…</source>
        <translation>向前延长…</translation>
    </message>
    <message>
        <source>Fill the gap…</source>
        <translation>填补空隙…</translation>
    </message>
    <message>
        <source>Make the marked range again…</source>
        <translation>重新生成所标范围…</translation>
    </message>
    <message>
        <source>Loop: lead back to the beginning…</source>
        <translation>循环：接回开头…</translation>
    </message>
    <message>
        <source>Restyle…</source>
        <translation>改变风格…</translation>
    </message>
    <message>
        <source>Hold this frame as a keyframe</source>
        <translation>将此帧保留为关键帧</translation>
    </message>
    <message>
        <source>Takes…</source>
        <translation>版本…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit the whole timeline</source>
        <translation>显示整个时间线</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Select a clip first</source>
        <translation>请先选择一个片段</translation>
    </message>
    <message>
        <source>Select at least two clips first</source>
        <translation>请先选择至少两个片段</translation>
    </message>
    <message>
        <source>Nothing was copied yet</source>
        <translation>还没有复制任何内容</translation>
    </message>
    <message>
        <source>There is nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>There is nothing to redo</source>
        <translation>没有可重做的操作</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>Remove marker</source>
        <translation>移除标记</translation>
    </message>
    <message>
        <source>There is no marker at the playhead</source>
        <translation>播放头处没有标记</translation>
    </message>
    <message>
        <source>Prompts one after the other…</source>
        <translation>依次使用多个提示词…</translation>
    </message>
    <message>
        <source>Make again with other words…</source>
        <translation>换一种描述重新生成…</translation>
    </message>
    <message>
        <source>Make what is missing</source>
        <translation>生成尚缺的部分</translation>
    </message>
    <message>
        <source>Give up what is not made</source>
        <translation>放弃尚未生成的部分</translation>
    </message>
    <message>
        <source>Play or stop</source>
        <translation>播放或停止</translation>
    </message>
    <message>
        <source>Play backwards, faster each time</source>
        <translation>倒放，每按一次更快</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play forwards, faster each time</source>
        <translation>正放，每按一次更快</translation>
    </message>
    <message>
        <source>Nothing of this clip waits to be made</source>
        <translation>此片段没有等待生成的部分</translation>
    </message>
    <message>
        <source>Interpolate…</source>
        <translation>插帧…</translation>
    </message>
    <message>
        <source>Stop interpolating</source>
        <translation>停止插帧</translation>
    </message>
    <message>
        <source>This clip is not being interpolated</source>
        <translation>此片段没有在插帧</translation>
    </message>
    <message>
        <source>This clip is still being made</source>
        <translation>此片段仍在生成中</translation>
    </message>
    <message>
        <source>A still picture has no motion to interpolate</source>
        <translation>静止图片没有可插帧的运动</translation>
    </message>
    <message>
        <source>Add a track above</source>
        <translation>在上方添加轨道</translation>
    </message>
    <message>
        <source>Remove the track</source>
        <translation>移除轨道</translation>
    </message>
    <message>
        <source>Move the track up</source>
        <translation>上移轨道</translation>
    </message>
    <message>
        <source>Move the track down</source>
        <translation>下移轨道</translation>
    </message>
    <message>
        <source>Roll the cut one frame to the left</source>
        <translation>向左滚动剪切点一帧</translation>
    </message>
    <message>
        <source>Roll the cut one frame to the right</source>
        <translation>向右滚动剪切点一帧</translation>
    </message>
    <message>
        <source>Slide one frame to the left</source>
        <translation>向左滑动一帧</translation>
    </message>
    <message>
        <source>Slide one frame to the right</source>
        <translation>向右滑动一帧</translation>
    </message>
    <message>
        <source>Also select the next clip</source>
        <translation>同时选择下一个片段</translation>
    </message>
    <message>
        <source>Also select the previous clip</source>
        <translation>同时选择上一个片段</translation>
    </message>
    <message>
        <source>Also select the clip on the track above</source>
        <translation>同时选择上方轨道的片段</translation>
    </message>
    <message>
        <source>Also select the clip on the track below</source>
        <translation>同时选择下方轨道的片段</translation>
    </message>
    <message>
        <source>Blend into the next or overlapping clip…</source>
        <translation>融合到下一个或重叠的片段…</translation>
    </message>
    <message>
        <source>Relink the missing file…</source>
        <translation>重新链接缺失的文件…</translation>
    </message>
    <message>
        <source>The selected clips are in no group</source>
        <translation>所选片段不在任何组中</translation>
    </message>
    <message>
        <source>There is no gap under the playhead on this track</source>
        <translation>此轨道的播放头处没有空隙</translation>
    </message>
    <message>
        <source>No file of this clip is missing</source>
        <translation>此片段没有缺失的文件</translation>
    </message>
</context>
<context>
    <name>kinora::TimelineDrops</name>
    <message>
        <source>Drop files</source>
        <translation>拖入文件</translation>
    </message>
</context>
<context>
    <name>kinora::TimelineGenerations</name>
    <message>
        <source>Give up what is not made</source>
        <translation>放弃尚未生成的部分</translation>
    </message>
    <message>
        <source>The model %1 is not there</source>
        <translation>模型 %1 不存在</translation>
    </message>
    <message>
        <source>Not being made</source>
        <translation>未在生成</translation>
    </message>
    <message>
        <source>Waits for the part before</source>
        <translation>等待前一部分</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>kinora::TimelineMonitor</name>
    <message>
        <source>The timeline is empty</source>
        <translation>时间线是空的</translation>
    </message>
</context>
<context>
    <name>kinora::TimelinePainter</name>
    <message>
        <source>Drop pictures and clips here, or generate a clip: it comes here by itself.</source>
        <translation>将图片和片段拖放到这里，或生成一个片段：它会自动出现在这里。</translation>
    </message>
</context>
<context>
    <name>kinora::TimelinePanel</name>
    <message>
        <source>Playhead</source>
        <translation>播放头</translation>
    </message>
    <message>
        <source>What an edit does with what is there</source>
        <translation>编辑如何处理已有内容</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Ripple</source>
        <translation>波纹</translation>
    </message>
    <message>
        <source>What else moves along</source>
        <translation>还有哪些一起移动</translation>
    </message>
    <message>
        <source>All tracks</source>
        <translation>所有轨道</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>How the view follows the playhead</source>
        <translation>视图如何跟随播放头</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>不跟随</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>翻页</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Add a track above all</source>
        <translation>在最上方添加轨道</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
</context>
<context>
    <name>kinora::TimelineState</name>
    <message>
        <source>There is no model to generate with</source>
        <translation>没有可用于生成的模型</translation>
    </message>
    <message>
        <source>%1 cannot continue given frames</source>
        <translation>%1 无法从给定的帧继续生成</translation>
    </message>
</context>
<context>
    <name>kinora::TimelineView</name>
    <message>
        <source>Clip</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>%1 to %2 on %3</source>
        <translation>%1 至 %2，位于 %3</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Change marker</source>
        <translation>更改标记</translation>
    </message>
    <message numerus="yes">
        <source>%n scene cut(s) found</source>
        <translation>
            <numerusform>发现 %n 处镜头切换</numerusform>
        </translation>
    </message>
    <message>
        <source>Drag to trim. Past the end of the media: %1</source>
        <translation>拖动以修剪。拖过媒体末端：%1</translation>
    </message>
    <message>
        <source>its file is missing</source>
        <translation>其文件缺失</translation>
    </message>
</context>
<context>
    <name>kinora::TrackCommands</name>
    <message>
        <source>Click a track or one of its clips first</source>
        <translation>请先点击一条轨道或其中的片段</translation>
    </message>
    <message>
        <source>This is the topmost track</source>
        <translation>这是最上方的轨道</translation>
    </message>
    <message>
        <source>This is the lowest track</source>
        <translation>这是最下方的轨道</translation>
    </message>
    <message>
        <source>Remove track</source>
        <translation>移除轨道</translation>
    </message>
    <message>
        <source>Add track</source>
        <translation>添加轨道</translation>
    </message>
    <message>
        <source>Move track</source>
        <translation>移动轨道</translation>
    </message>
</context>
<context>
    <name>kinora::TrackHeader</name>
    <message>
        <source>Track name</source>
        <translation>轨道名称</translation>
    </message>
    <message>
        <source>Rename track</source>
        <translation>重命名轨道</translation>
    </message>
    <message>
        <source>M</source>
        <comment>mute a track</comment>
        <translation>静</translation>
    </message>
    <message>
        <source>Mute track</source>
        <translation>静音轨道</translation>
    </message>
    <message>
        <source>H</source>
        <comment>hide a track</comment>
        <translation>隐</translation>
    </message>
    <message>
        <source>Hide track</source>
        <translation>隐藏轨道</translation>
    </message>
    <message>
        <source>Lock track</source>
        <translation>锁定轨道</translation>
    </message>
</context>
<context>
    <name>kinora::TransportBar</name>
    <message>
        <source>Frame number</source>
        <translation>帧号</translation>
    </message>
    <message>
        <source>The frame that is shown; the first is 0</source>
        <translation>正在显示的帧；第一帧为 0</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>时间码</translation>
    </message>
    <message>
        <source>Hours, minutes, seconds, frames</source>
        <translation>时、分、秒、帧</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Playhead</source>
        <translation>播放头</translation>
    </message>
    <message>
        <source>Set the in point</source>
        <translation>设置入点</translation>
    </message>
    <message>
        <source>To the first frame</source>
        <translation>到第一帧</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>To the last frame</source>
        <translation>到最后一帧</translation>
    </message>
    <message>
        <source>Set the out point</source>
        <translation>设置出点</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>最后一帧</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
</context>
<context>
    <name>kinora::TrimDrag</name>
    <message>
        <source>Roll</source>
        <translation>滚动</translation>
    </message>
    <message>
        <source>Ripple trim</source>
        <translation>波纹修剪</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>修剪</translation>
    </message>
</context>
<context>
    <name>kinora::Verification</name>
    <message>
        <source>Comparing with the reference…</source>
        <translation>正在与参考文件比对…</translation>
    </message>
    <message>
        <source>It could not be verified. %1</source>
        <translation>无法校验。%1</translation>
    </message>
    <message numerus="yes">
        <source>Verified: %n stage(s) agree with the reference.</source>
        <translation>
            <numerusform>校验通过：%n 个阶段与参考一致。</numerusform>
        </translation>
    </message>
    <message>
        <source>The reference file has no stage of this model.</source>
        <translation>参考文件中没有属于此模型的阶段。</translation>
    </message>
    <message numerus="yes">
        <source>It differs from the reference in %n stage(s).</source>
        <translation>
            <numerusform>有 %n 个阶段与参考不一致。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Largest error</source>
        <translation>最大误差</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>一致</translation>
    </message>
</context>
<context>
    <name>kinora::Viewer</name>
    <message>
        <source>Nothing to show yet</source>
        <translation>还没有可显示的内容</translation>
    </message>
    <message>
        <source>This clip has no frames</source>
        <translation>此片段没有帧</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>监视器</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
</context>
<context>
    <name>kinora::ViewerCommands</name>
    <message>
        <source>Play or stop</source>
        <translation>播放或停止</translation>
    </message>
    <message>
        <source>Play backwards, faster each time</source>
        <translation>倒放，每按一次更快</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play forwards, faster each time</source>
        <translation>正放，每按一次更快</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>To the first frame</source>
        <translation>到第一帧</translation>
    </message>
    <message>
        <source>To the last frame</source>
        <translation>到最后一帧</translation>
    </message>
    <message>
        <source>Set the in point</source>
        <translation>设置入点</translation>
    </message>
    <message>
        <source>Set the out point</source>
        <translation>设置出点</translation>
    </message>
    <message>
        <source>To the in point</source>
        <translation>到入点</translation>
    </message>
    <message>
        <source>To the out point</source>
        <translation>到出点</translation>
    </message>
    <message>
        <source>Clear the in point</source>
        <translation>清除入点</translation>
    </message>
    <message>
        <source>Clear the out point</source>
        <translation>清除出点</translation>
    </message>
    <message>
        <source>Clear in and out point</source>
        <translation>清除入点和出点</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit the picture</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>The clip&apos;s own pixels</source>
        <translation>片段的原始像素</translation>
    </message>
    <message>
        <source>Picture on the full screen</source>
        <translation>全屏显示画面</translation>
    </message>
    <message>
        <source>Preview: one step back</source>
        <translation>预览：后退一步</translation>
    </message>
    <message>
        <source>Preview: one step on</source>
        <translation>预览：前进一步</translation>
    </message>
    <message>
        <source>Move the wipe to the left</source>
        <translation>向左移动划像线</translation>
    </message>
    <message>
        <source>Move the wipe to the right</source>
        <translation>向右移动划像线</translation>
    </message>
    <message>
        <source>Mute or unmute the sound</source>
        <translation>静音或取消静音</translation>
    </message>
</context>
<context>
    <name>kinora::Welcome</name>
    <message>
        <source>Opened today, %1</source>
        <translation>今天 %1 打开</translation>
    </message>
    <message>
        <source>Opened yesterday, %1</source>
        <translation>昨天 %1 打开</translation>
    </message>
    <message>
        <source>Opened on %1</source>
        <translation>%1 打开</translation>
    </message>
    <message>
        <source>Without a name so far</source>
        <translation>尚未命名</translation>
    </message>
</context>
<context>
    <name>kinora::WelcomePage</name>
    <message>
        <source>Remove %1 from the list</source>
        <translation>从列表中移除 %1</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Type a prompt in the Generate panel and press Generate.</source>
        <translation>在“生成”面板中输入提示词，然后按“生成”。</translation>
    </message>
    <message>
        <source>Type a prompt in the Generate panel and press Generate (%1).</source>
        <translation>在“生成”面板中输入提示词，然后按“生成”（%1）。</translation>
    </message>
    <message>
        <source>Or drop a picture or a clip here: the video begins with it.</source>
        <translation>也可以把图片或片段拖到这里：视频将从它开始。</translation>
    </message>
    <message>
        <source>New Project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open Project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Close the welcome page (Esc)</source>
        <translation>关闭欢迎页（Esc）</translation>
    </message>
    <message>
        <source>Close the welcome page</source>
        <translation>关闭欢迎页</translation>
    </message>
    <message>
        <source>Look around</source>
        <translation>先看看</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>The projects that you work on will be listed here.</source>
        <translation>您编辑过的项目会列在这里。</translation>
    </message>
    <message>
        <source>Show this page at start</source>
        <translation>启动时显示此页</translation>
    </message>
    <message>
        <source>Welcome to Kinora</source>
        <translation>欢迎使用 Kinora</translation>
    </message>
    <message>
        <source>Four takes, and how they were made</source>
        <translation>四个版本及其制作方法</translation>
    </message>
</context>
<context>
    <name>kinora::WorkRow</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>kinora::ZoomButton</name>
    <message>
        <source>Fit, %1 %</source>
        <translation>适合窗口，%1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Smooth enlargement</source>
        <translation>平滑放大</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Zoom (%1, %2, %3 to fit, %4 for the clip&apos;s own pixels)</source>
        <translation>缩放（%1、%2，%3 适合窗口，%4 片段的原始像素）</translation>
    </message>
</context>
</TS>
